"""The tables of publishing; each model lives beside the code that uses it."""

from .autosaves import Autosave
from .preview_links import PreviewLink
from .reviews import ReviewNote
from .revisions import Revision
from .scheduled_changes import ScheduledChange

__all__ = [
    "Autosave",
    "PreviewLink",
    "ReviewNote",
    "Revision",
    "ScheduledChange",
]
