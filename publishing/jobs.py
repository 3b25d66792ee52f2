"""What publishing does outside of an editor's request, and how often."""

from django.utils.translation import gettext_lazy as _

from core.jobs.registry import Every

from . import autosaves, recycle_bin, reviews, revisions, scheduled_changes

PERIODIC = {
    scheduled_changes.apply_due: Every(5, _("Make planned changes whose time has come")),
    autosaves.sweep: Every(3600, _("Delete unsaved writing after thirty days")),
    recycle_bin.empty: Every(3600, _("Empty the bin of what is thirty days old")),
    reviews.sweep: Every(3600, _("Delete reviews of what was deleted")),
    revisions.sweep: Every(3600, _("Delete versions of what was deleted")),
}
