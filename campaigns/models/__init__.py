from .campaign import Campaign
from .petition import Petition, Phase
from .poster import Poster
from .signature import Signature, Tally
from .spread import Channel, ShareCode, SharedHour, ShareText, ShownOn
from .update import Correction, PetitionUpdate
from .video import Video

__all__ = [
    "Campaign",
    "Channel",
    "Correction",
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
