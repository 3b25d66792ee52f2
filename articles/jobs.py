"""What the articles app does outside of a visitor's request: how often, or how urgently."""

from . import related
from .comments import moderation, notifications, submissions
from .feeds import hub
from .mentions import receiving, sending
from .photos import consent

QUEUED = [
    receiving.verify,
    sending.tell,
    hub.tell,
    related.relate,
    related.relate_imported,
]

PERIODIC = {  # seconds between two calls
    sending.look_for_news: 10,
    sending.look_for_what_is_gone: 60,
    hub.look_for_news: hub.EVERY,
    notifications.mail_followers: 60,
    notifications.mail_digests: 3600,
    notifications.forget_unconfirmed_followers: 3600,
    submissions.forget_unconfirmed: 3600,
    moderation.forget_originals: 3600,
    receiving.look_at_old_mentions: 3600,
    consent.withhold_files: 600,
    consent.tell_editors: 3600,
}
