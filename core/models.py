"""The tables of the mechanisms; each model lives beside the code that uses it."""

from .accounts.account_links import AccountLink
from .accounts.authenticators import Authenticator
from .accounts.desk_sessions import DeskSession
from .accounts.dismissals import Dismissal
from .accounts.logins import FailedLogins
from .accounts.preferences import Preferences
from .accounts.recovery_codes import RecoveryCode
from .alerts import Alert
from .audit import AuditEntry
from .audit.chain import AuditLink
from .bin_items import BinItem
from .cache.generations import Generation
from .http.throttle import Throttle
from .identity.models import Identity, IdentityPicture
from .jobs.models import ClockRun, Job
from .live_installation import LiveInstallation
from .mail.erased_links import ErasedLink
from .mail.limits import MailLimitCount
from .mail.outbox import OutboxMail
from .metrics import MetricCount
from .readership import DailyReferrers, DailyViews
from .redirects import Redirect
from .richtext.reference_index import Reference
from .search.index import SearchEntry
from .search.vocabulary import SearchWord

__all__ = [
    "AccountLink",
    "Alert",
    "AuditEntry",
    "AuditLink",
    "Authenticator",
    "BinItem",
    "ClockRun",
    "DailyReferrers",
    "DailyViews",
    "DeskSession",
    "Dismissal",
    "ErasedLink",
    "FailedLogins",
    "Generation",
    "Identity",
    "IdentityPicture",
    "Job",
    "LiveInstallation",
    "MailLimitCount",
    "MetricCount",
    "OutboxMail",
    "Preferences",
    "RecoveryCode",
    "Redirect",
    "Reference",
    "SearchEntry",
    "SearchWord",
    "Throttle",
]
