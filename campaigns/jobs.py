"""What the campaigns app does outside of a visitor's request: how often, or how urgently."""

from .fraud import invalidations, quarantine, risk_signals
from .posters import sizes
from .sharing import embed_stats, share_codes
from .signatures import confirmation, counting, retention
from .videos import linked_videos

QUEUED = [
    invalidations.carry_out,
    invalidations.take_back,
    counting.recount_everything,
    retention.write_petitions_anew,
    sizes.make_sizes,
    linked_videos.ask_its_host,
]

PERIODIC = {  # seconds between two calls
    counting.count_signatures: 2,
    counting.recount_daily: 24 * 3600,
    quarantine.examine: 20,
    risk_signals.forget_traces: 600,
    confirmation.remind: 600,
    retention.forget_unconfirmed_signatures: 3600,
    retention.forget_withdrawn_signatures: 3600,
    retention.destroy_salts: 3600,
    share_codes.make_missing_codes: 60,
    share_codes.forget_old_hours: 24 * 3600,
    embed_stats.forget_old_days: 24 * 3600,
}
