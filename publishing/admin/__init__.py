"""The desk's part of publishing."""

from . import recycle_bin, revisions  # noqa: F401  (they register themselves)
