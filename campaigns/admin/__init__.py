from . import campaign, invalidation, paper, petition, things, update

__all__ = ["campaign", "invalidation", "paper", "petition", "things", "update"]
