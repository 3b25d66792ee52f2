from .campaign import Campaign
from .petition import Petition, Phase
from .poster import Poster
from .signature import Signature, Tally
from .update import Correction, PetitionUpdate
from .video import Video

__all__ = [
    "Campaign",
    "Correction",
    "Petition",
    "PetitionUpdate",
    "Phase",
    "Poster",
    "Signature",
    "Tally",
    "Video",
]
