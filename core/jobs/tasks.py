"""Work for later: jobs, written in the transaction that causes them.

    @job(Priority.MENTIONS, retries=5, title=_("Look at what links to us"))
    def verify_mention(mention_id): …

    verify_mention.enqueue(mention.pk)      # seen by a worker after the commit, within half a second

Each is listed in its app's ``jobs.py``, beside the functions that are called by the clock (``registry.py``).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from django_tasks.base import Task

from ..lazy_text import LazyText

LONGEST_WAIT = 6 * 3600  # seconds
RETRIES = 5


class Priority(IntEnum):
    """Which job is done first when many wait. Personal mail waits for none of them: it has a thread of its own."""

    DESK = 30  # what an editor has asked for and waits for
    MENTIONS = 20  # to and from other sites
    UPKEEP = 0
    PICTURES = -20  # thousands after an import; pages show the originals until then


class Later(Exception):
    """Raise this in a job to be called again after so many seconds; it counts as no failure."""

    def __init__(self, seconds: float):
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriedTask(Task):
    """A django-tasks Task that is tried again ``retries`` times before it rests as failed.

    ``title`` is what people at the desk read.
    """

    retries: int = RETRIES
    title: LazyText = ""


def job(
    priority: Priority, *, retries: int = RETRIES, queue: str = "default", title: LazyText = ""
) -> Callable[[Callable], RetriedTask]:
    """Make a module-level function a job; ``.enqueue(*args, **kwargs)`` writes it in the caller's transaction.

    It runs at least once, perhaps twice (a worker killed at the end), so it must bear repetition. When it raises, it
    runs again after about 15 s, 1 min, 4 min, 16 min, 1 h …; after the last retry it is shown to the editors as
    failed, with a "try again". Arguments must be JSON and should be ids: never an address or a token, for they are
    stored and shown. The higher priority runs earlier. Called through ``.call()`` it runs at once.
    """

    def make(function: Callable) -> RetriedTask:
        return RetriedTask(func=function, queue_name=queue, priority=int(priority), retries=retries, title=title)

    return make


def backoff(attempt: int) -> float:
    """Return the seconds to wait after failure number ``attempt``: 15, 60, 240 … each ± a half."""
    # Jitter, so that what failed together does not come back together.
    return min(15 * 4.0 ** (attempt - 1), LONGEST_WAIT) * random.uniform(0.5, 1.5)
