"""The tables of the mechanisms; each model lives beside the code that uses it."""

from .accounts.dismissals import Dismissal
from .accounts.logins import FailedLogins
from .audit import AuditEntry
from .audit.chain import AuditLink
from .bin_items import BinItem
from .cache.generations import Generation
from .http.throttle import Throttle
from .identity.models import Identity
from .jobs.models import ClockRun, Job
from .mail.erased_links import ErasedLink
from .mail.limits import MailLimitCount
from .mail.outbox import OutboxMail
from .readership import DailyReferrers, DailyViews
from .redirects import Redirect
from .richtext.reference_index import Reference
from .search.index import SearchEntry
from .search.vocabulary import SearchWord

__all__ = [
    "AuditEntry",
    "AuditLink",
    "BinItem",
    "ClockRun",
    "DailyReferrers",
    "DailyViews",
    "Dismissal",
    "ErasedLink",
    "FailedLogins",
    "Generation",
    "Identity",
    "Job",
    "MailLimitCount",
    "OutboxMail",
    "Redirect",
    "Reference",
    "SearchEntry",
    "SearchWord",
    "Throttle",
]
