"""What is called by the clock: when each was called last, and how often it should be."""

import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import ngettext

from core.jobs import registry
from core.jobs.models import ClockRun
from core.lazy_text import LazyText

# A worker looks at all of them in turn, and may have been started anew a moment ago.
PATIENCE = 300  # seconds


class Rhythm(NamedTuple):
    """One function of the clock: ``last`` is None for what was never called."""

    title: LazyText
    every: str
    last: datetime.datetime | None
    is_late: bool


def rows() -> list[Rhythm]:
    """Return all functions of the clock, those first that are late, then those that are called most often."""
    called = dict(ClockRun.objects.values_list("name", "started_at"))
    now = timezone.now()
    found = []
    for task in sorted(registry.periodic(), key=lambda task: task.seconds):
        last = called.get(task.name)
        allowed = datetime.timedelta(seconds=2 * task.seconds + PATIENCE)
        is_late = last is None or now - last > allowed
        found.append(Rhythm(task.title, in_words(task.seconds), last, is_late))
    return sorted(found, key=lambda row: not row.is_late)


def in_words(seconds: float) -> str:
    """Return “every 10 seconds”, “every 5 minutes”, “every hour”."""
    for size, text in (
        (3600, lambda number: ngettext("every hour", "every %(number)d hours", number)),
        (60, lambda number: ngettext("every minute", "every %(number)d minutes", number)),
    ):
        if seconds >= size:
            number = round(seconds / size)
            return text(number) % {"number": number}
    number = round(seconds)
    return ngettext("every second", "every %(number)d seconds", number) % {"number": number}
