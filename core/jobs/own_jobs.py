"""What core itself does outside of a request: how often, or how urgently. Other apps list theirs in ``jobs.py``."""

from django.utils.translation import gettext_lazy as _

from .. import readership
from ..accounts import account_links, desk_sessions, logins
from ..audit import chain
from ..http import throttle
from ..mail import erased_links, limits, outbox
from ..media import kept_files, renditions, unused_files
from ..richtext import reference_index
from ..search import index, vocabulary
from . import models
from .registry import Every

QUEUED = [
    chain.check_audit,
    reference_index.note_what_came_in_by_another_door,
    index.write_missing,
    kept_files.remove_old_files,
    unused_files.remove_lost_files,
    renditions.make_renditions,
]

PERIODIC = {
    vocabulary.learn_words: Every(30, _("Learn the words by which search mends slips")),
    index.note_missing: Every(300, _("Write what search lacks")),
    reference_index.look_for_the_rest: Every(24 * 3600, _("Note where pictures and petitions are used")),
    throttle.forget_old: Every(600, _("Forget who wrote too often")),
    outbox.forget_undeliverable: Every(3600, _("Give up mails that no server took in three days")),
    erased_links.forget: Every(3600, _("Forget mailboxes that were erased")),
    limits.forget_old_counts: Every(24 * 3600, _("Delete counts of mails after thirty days")),
    account_links.forget_expired: Every(3600, _("Delete mailed links to the desk that were not used")),
    desk_sessions.forget_ended: Every(3600, _("Delete sessions at the desk that ended")),
    logins.forget_old_failures: Every(24 * 3600, _("Delete counts of failed logins after ninety days")),
    readership.forget_old_days: Every(24 * 3600, _("Delete numbers of readers after 400 days")),
    models.forget_finished_jobs: Every(3600, _("Delete jobs that are done")),
    kept_files.sweep: Every(3600, _("Look for chosen files that were never sent")),
    unused_files.sweep: Every(24 * 3600, _("Look for files that belong to nothing")),
    chain.check_audit_daily: Every(24 * 3600, _("Have the audit log checked")),
}
