"""The tables of the mechanisms; each model lives beside the code that uses it."""

from .job_table import ClockRun, Job
from .outbox import OutboxMail
from .pagecache import Generation
from .redirects import Redirect
from .share_links import ShareLink
from .throttle import Throttle
from .uses import Use

__all__ = ["ClockRun", "Generation", "Job", "OutboxMail", "Redirect", "ShareLink", "Throttle", "Use"]
