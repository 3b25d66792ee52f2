"""The desk for petitions and their updates."""

from . import petitions, updates  # noqa: F401  (they register themselves)
