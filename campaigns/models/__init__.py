from .attempt import Attempt
from .campaign import Campaign
from .daily import DailyTally
from .holding import Burst, DayKey, DomainTag, Hold, Invalidation, Reason, Trace
from .paper import PaperBatch
from .petition import Petition, Phase
from .poster import Poster
from .public_log import CountChange
from .signature import Signature, Tally
from .spread import Channel, ShareCode, SharedHour, ShareText, ShownOn
from .update import Correction, PetitionUpdate
from .video import Video

__all__ = [
    "Attempt",
    "Burst",
    "Campaign",
    "Channel",
    "Correction",
    "CountChange",
    "DailyTally",
    "DayKey",
    "DomainTag",
    "Hold",
    "Invalidation",
    "PaperBatch",
    "Petition",
    "PetitionUpdate",
    "Phase",
    "Poster",
    "Reason",
    "ShareCode",
    "ShareText",
    "SharedHour",
    "ShownOn",
    "Signature",
    "Tally",
    "Trace",
    "Video",
]
