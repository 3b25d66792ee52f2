"""What publishing does outside of an editor's request, and how often."""

from . import autosaves, recycle_bin, reviews, revisions, scheduled_changes

PERIODIC = {  # seconds between two calls
    scheduled_changes.apply_due: 5,
    autosaves.sweep: 3600,
    recycle_bin.empty: 3600,
    reviews.sweep: 3600,
    revisions.sweep: 3600,
}
