"""The desk's part of publishing."""

from . import bin, revisions  # noqa: F401  (they register themselves)
