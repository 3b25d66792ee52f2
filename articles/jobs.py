"""What the articles app does outside of a visitor's request: how often, or how urgently."""

from django.utils.translation import gettext_lazy as _

from core.jobs.registry import Every

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

PERIODIC = {
    sending.look_for_news: Every(10, _("Tell pages elsewhere that an article links to them")),
    sending.look_for_what_is_gone: Every(60, _("Tell pages elsewhere that a link to them is gone")),
    hub.look_for_news: Every(hub.EVERY, _("Tell the feeds’ hub what is new")),
    notifications.mail_followers: Every(60, _("Mail new comments to those who read along")),
    notifications.mail_digests: Every(3600, _("Mail authors what was answered in a day")),
    notifications.forget_unconfirmed_followers: Every(3600, _("Delete readers along who never confirmed")),
    submissions.forget_unconfirmed: Every(3600, _("Delete comments that nobody confirmed")),
    moderation.forget_originals: Every(3600, _("Forget what comments said before moderators changed them")),
    receiving.look_at_old_mentions: Every(3600, _("Look again at pages that link to us")),
    consent.withhold_files: Every(600, _("Take away photos whose consent has ended")),
    consent.tell_editors: Every(3600, _("Tell editors which consents end soon")),
}
