from . import campaign, invalidation, petition, things

__all__ = ["campaign", "invalidation", "petition", "things"]
