from ..fraud.models import Burst, DayKey, DomainTag, Invalidation, Quarantine, Reason, RiskSignals
from ..petitions.models.appeal import Appeal
from ..petitions.models.petition import Petition, Phase
from ..petitions.models.public_log import CountChange
from ..petitions.models.update import Correction, PetitionUpdate, UpdateTranslation
from ..posters.models.poster import Poster
from ..posters.models.poster_files import PosterFile, PosterSeries, Size
from ..sharing.models import Channel, ShareCode, SharedHour, ShareText, ShownOn
from ..signatures.models.attempt import Attempt
from ..signatures.models.daily import DailyTally
from ..signatures.models.paper import PaperBatch
from ..signatures.models.signature import Signature, Tally
from ..videos.models import StillIdentity, Video, VideoCaptions
from .campaign import Campaign

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
    "Invalidation",
    "PaperBatch",
    "Petition",
    "PetitionUpdate",
    "Phase",
    "Poster",
    "PosterFile",
    "PosterSeries",
    "Quarantine",
    "Reason",
    "RiskSignals",
    "ShareCode",
    "ShareText",
    "SharedHour",
    "ShownOn",
    "Signature",
    "Size",
    "StillIdentity",
    "Tally",
    "UpdateTranslation",
    "Video",
    "VideoCaptions",
]
