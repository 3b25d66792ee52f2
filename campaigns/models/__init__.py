from .campaign import Campaign
from .petition import Petition
from .poster import Poster
from .signature import Signature, Tally
from .video import Video

__all__ = ["Campaign", "Petition", "Poster", "Signature", "Tally", "Video"]
