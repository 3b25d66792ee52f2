from . import campaign, petition, things

__all__ = ["campaign", "petition", "things"]
