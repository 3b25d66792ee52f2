"""Work for later: jobs, written in the transaction that causes them, and functions that run by the clock.

    @job(retries=5)
    def verify_mention(mention_id): …

    verify_mention.enqueue(mention.pk)      # seen by a worker after the commit, within half a second

    @every(seconds=5)
    def count_signatures(): …

Write them in ``<app>/jobs.py``, which the worker imports by itself, or in any module your models or URLs import.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from django_tasks.base import Task

LONGEST_WAIT = 6 * 3600  # seconds


class Later(Exception):
    """Raise this in a job to be called again after so many seconds; it counts as no failure."""

    def __init__(self, seconds: float):
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriedTask(Task):
    """A django-tasks Task that is tried again ``retries`` times before it rests as failed."""

    retries: int = 5


def job(function: Callable | None = None, *, retries: int = 5, queue: str = "default", priority: int = 0):
    """Make a module-level function a job; ``.enqueue(*args, **kwargs)`` writes it in the caller's transaction.

    It runs at least once, perhaps twice (a worker killed at the end), so it must bear repetition. When it raises, it
    runs again after about 15 s, 1 min, 4 min, 16 min, 1 h …; after the last retry it is shown to the editors as
    failed, with a "try again". Arguments must be JSON and should be ids: never an address or a token, for they are
    stored and shown. Higher priority (-100 to 100) runs earlier. Called through ``.call()`` it runs at once.
    """

    def make(function):
        return RetriedTask(func=function, queue_name=queue, priority=priority, retries=retries)

    return make(function) if function else make


def backoff(attempt: int) -> float:
    """Return the seconds to wait after failure number ``attempt``: 15, 60, 240 … each ± a half."""
    # Jitter, so that what failed together does not come back together.
    return min(15 * 4.0 ** (attempt - 1), LONGEST_WAIT) * random.uniform(0.5, 1.5)


@dataclass(frozen=True)
class ClockFunction:
    """A function registered with ``every``."""

    name: str
    seconds: float
    function: Callable


clock_functions: dict[str, ClockFunction] = {}


def every(seconds: float):
    """Have a module-level function called without arguments every so many seconds, by one worker at a time.

    The last call is remembered in the database, so the rhythm holds over all workers and over restarts. An error is
    logged and ends nothing; the next call comes at its time. Keep it short (below a few seconds), for the other
    functions wait meanwhile: what takes longer enqueues a job.
    """

    def register(function):
        name = f"{function.__module__}.{function.__qualname__}"
        clock_functions[name] = ClockFunction(name, seconds, function)
        return function

    return register
