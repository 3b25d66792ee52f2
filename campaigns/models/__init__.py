from .appeal import Appeal
from .attempt import Attempt
from .campaign import Campaign
from .daily import DailyTally
from .holding import Burst, DayKey, DomainTag, Hold, Invalidation, Reason, Trace
from .paper import PaperBatch
from .petition import Petition, Phase
from .poster import Poster
from .poster_files import PosterFile, PosterSeries, Size
from .public_log import CountChange
from .signature import Signature, Tally
from .spread import Channel, ShareCode, SharedHour, ShareText, ShownOn
from .update import Correction, PetitionUpdate
from .video import Video, VideoCaptions

__all__ = [
    "Appeal",
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
    "PosterFile",
    "PosterSeries",
    "Reason",
    "ShareCode",
    "ShareText",
    "SharedHour",
    "ShownOn",
    "Signature",
    "Size",
    "Tally",
    "Trace",
    "Video",
    "VideoCaptions",
]
