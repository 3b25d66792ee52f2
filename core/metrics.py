"""What is counted for Prometheus: answers by route, and what the page cache and nginx spared Django.

Each process counts in memory and adds to the same rows every few seconds, so that any of them can tell of all, on
every machine. Nothing is counted while METRICS_TOKEN is not set.
"""

from bisect import bisect_left

from django.conf import settings
from django.db import connection, models

from .counters import Counters

WRITE_EVERY = 10.0  # seconds
BUCKETS = (0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds: upper bounds; what took longer comes after them
ANSWERS, MICROSECONDS, PAGE_CACHE = "answers", "microseconds", "page cache"
HIT, HIT_IN_NGINX, MISS = "hit", "hit in nginx", "miss"

_ADD = """
INSERT INTO core_metriccount AS kept (metric, labels, value)
SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])
ON CONFLICT (metric, labels) DO UPDATE SET value = kept.value + excluded.value
"""


class MetricCount(models.Model):
    """How often something happened since the beginning: ``labels`` are words of ours, never of a visitor."""

    metric = models.CharField(max_length=40)
    labels = models.CharField(max_length=200)
    value = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["metric", "labels"], name="one_count_of_a_metric")]

    def __str__(self):
        return f"{self.metric} {self.labels}: {self.value}"


def count_answer(route: str, status: int, seconds: float) -> None:
    """Count an answer by the name of its route, its status and the time until it began."""
    if settings.METRICS_TOKEN:
        labels = f"{route} {status_class(status)}"
        counted.count((ANSWERS, f"{labels} {bisect_left(BUCKETS, seconds)}"))
        counted.count((MICROSECONDS, labels), round(seconds * 1_000_000))


def count_page(how: str, number: int = 1) -> None:
    """Count so many pages that were HIT, HIT_IN_NGINX or a MISS: what a cache had, or what had to be made."""
    if settings.METRICS_TOKEN:
        counted.count((PAGE_CACHE, how), number)


def status_class(status: int) -> str:
    """Return “2xx” and so on; 503, the answer of a site that is overloaded or ill, stands for itself."""
    return "503" if status == 503 else f"{status // 100}xx"


def write(numbers: dict[tuple[str, str], int]) -> None:
    """Add these numbers to their rows; in one order everywhere, so that processes never wait in a ring."""
    rows = sorted(numbers.items())
    columns = [[metric for (metric, _labels), _number in rows], [labels for (_metric, labels), _number in rows]]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [*columns, [number for _key, number in rows]])


counted = Counters(write, WRITE_EVERY)
