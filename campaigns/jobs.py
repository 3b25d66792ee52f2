"""What the campaigns app does outside of a visitor's request: how often, or how urgently."""

from django.utils.translation import gettext_lazy as _

from core.jobs.registry import Every

from .fraud import invalidations, quarantine, risk_signals
from .posters import sizes
from .sharing import embed_stats, share_codes
from .signatures import confirmation, counting, retention
from .videos import linked_videos, redrawing

QUEUED = [
    invalidations.carry_out,
    invalidations.take_back,
    counting.recount_everything,
    retention.write_petitions_anew,
    sizes.make_sizes,
    linked_videos.ask_its_host,
    redrawing.redraw_all,
]

PERIODIC = {
    counting.count_signatures: Every(2, _("Count signatures")),
    counting.recount_daily: Every(24 * 3600, _("Have all signatures counted anew")),
    quarantine.examine: Every(20, _("Look for signatures that a script has sent")),
    risk_signals.forget_traces: Every(600, _("Delete traces of signing after a day")),
    confirmation.remind: Every(600, _("Remind those who have not pressed the button")),
    retention.forget_unconfirmed_signatures: Every(3600, _("Delete signatures that nobody confirmed")),
    retention.forget_withdrawn_signatures: Every(3600, _("Delete signatures that were taken back")),
    retention.destroy_salts: Every(3600, _("Destroy the keys of petitions that are over")),
    redrawing.follow_organisation: Every(30, _("Look whether stills of films say the organisation’s name and colour")),
    share_codes.make_missing_codes: Every(60, _("Make short links of new petitions")),
    share_codes.forget_old_hours: Every(24 * 3600, _("Delete hours of short links after 400 days")),
    embed_stats.forget_old_days: Every(24 * 3600, _("Delete where cards were shown after 400 days")),
}
