"""All tasks of all apps, as each app lists them in its ``jobs.py``.

QUEUED = [verify, hand_over]         # made by @job, which says how urgent they are
PERIODIC = {count_signatures: Every(2, _("Count signatures"))}  # functions without arguments
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from ..lazy_text import LazyText
from .tasks import RetriedTask


class Every(NamedTuple):
    """The seconds between two calls of a function, and what people at the desk read of it."""

    seconds: float
    title: LazyText


@dataclass(frozen=True)
class PeriodicTask:
    """A function that one worker at a time calls every so many seconds.

    The last call is remembered in the database under its name, so the rhythm holds over all workers and restarts. An
    error is logged and ends nothing; the next call comes at its time. Keep it short (below a few seconds), for the
    other functions wait meanwhile: what takes longer enqueues a job.
    """

    name: str
    seconds: float
    function: Callable
    title: LazyText = ""


def queued() -> list[RetriedTask]:
    """Return the jobs that can be written into the queue."""
    return [task for module in _lists() for task in getattr(module, "QUEUED", ())]


def periodic() -> list[PeriodicTask]:
    """Return what is called by the clock."""
    return [
        PeriodicTask(f"{function.__module__}.{function.__qualname__}", every.seconds, function, every.title)
        for module in _lists()
        for function, every in getattr(module, "PERIODIC", {}).items()
    ]


def _lists() -> list[ModuleType]:
    # core.jobs is this package, so core's own list lies within it.
    with_list = [config.name for config in apps.get_app_configs() if module_has_submodule(config.module, "jobs")]
    return [import_module("core.jobs.own_jobs" if name == "core" else f"{name}.jobs") for name in with_list]
