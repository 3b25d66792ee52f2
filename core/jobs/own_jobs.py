"""What core itself does outside of a request: how often, or how urgently. Other apps list theirs in ``jobs.py``."""

from .. import readership
from ..accounts import account_links, desk_sessions, logins
from ..audit import chain
from ..http import throttle
from ..mail import erased_links, limits, outbox
from ..media import kept_files, renditions, unused_files
from ..richtext import reference_index
from ..search import index, vocabulary
from . import models

QUEUED = [
    chain.check_audit,
    reference_index.note_what_came_in_by_another_door,
    index.write_missing,
    kept_files.remove_old_files,
    unused_files.remove_lost_files,
    renditions.make_renditions,
]

PERIODIC = {  # seconds between two calls
    vocabulary.learn_words: 30,
    index.note_missing: 300,
    reference_index.look_for_the_rest: 24 * 3600,
    throttle.forget_old: 600,
    outbox.forget_undeliverable: 3600,
    erased_links.forget: 3600,
    limits.forget_old_counts: 24 * 3600,
    account_links.forget_expired: 3600,
    desk_sessions.forget_ended: 3600,
    logins.forget_old_failures: 24 * 3600,
    readership.forget_old_days: 24 * 3600,
    models.forget_finished_jobs: 3600,
    kept_files.sweep: 3600,
    unused_files.sweep: 24 * 3600,
    chain.check_audit_daily: 24 * 3600,
}
