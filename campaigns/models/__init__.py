from .campaign import Campaign
from .petition import Petition, Phase
from .poster import Poster
from .public_log import CountChange
from .signature import Signature, Tally
from .spread import Channel, ShareCode, SharedHour, ShareText, ShownOn
from .update import Correction, PetitionUpdate
from .video import Video

__all__ = [
    "Campaign",
    "Channel",
    "Correction",
    "CountChange",
    "Petition",
    "PetitionUpdate",
    "Phase",
    "Poster",
    "ShareCode",
    "ShareText",
    "SharedHour",
    "ShownOn",
    "Signature",
    "Tally",
    "Video",
]
