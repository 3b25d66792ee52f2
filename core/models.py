"""The tables of the mechanisms; each model lives beside the code that uses it."""

from .audit import AuditEntry
from .job_table import ClockRun, Job
from .outbox import OutboxMail
from .pagecache import Generation
from .readership import DailyReferrers, DailyViews
from .redirects import Redirect
from .search.index import SearchEntry
from .search.words import SearchWord
from .share_links import ShareLink
from .throttle import Throttle
from .uses import Use
from .writing.copies import WorkingCopy
from .writing.plans import PlannedChange
from .writing.versions import Version

__all__ = [
    "AuditEntry",
    "ClockRun",
    "DailyReferrers",
    "DailyViews",
    "Generation",
    "Job",
    "OutboxMail",
    "PlannedChange",
    "Redirect",
    "SearchEntry",
    "SearchWord",
    "ShareLink",
    "Throttle",
    "Use",
    "Version",
    "WorkingCopy",
]
