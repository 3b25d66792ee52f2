from . import campaign, invalidation, paper, petition, things

__all__ = ["campaign", "invalidation", "paper", "petition", "things"]
