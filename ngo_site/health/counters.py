"""What all processes have counted since the beginning, as Prometheus names it."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

from core.metrics import ANSWERS, BUCKETS, HIT, HIT_IN_NGINX, MICROSECONDS, MISS, PAGE_CACHE, MetricCount


def counters() -> Iterator[Metric]:
    rows = {(row.metric, row.labels): row.value for row in MetricCount.objects.order_by("metric", "labels")}
    yield _durations(rows)
    hits = CounterMetricFamily("site_page_cache_hits", "Pages answered from memory, or by nginx.", labels=["kept_by"])
    hits.add_metric(["site"], rows.get((PAGE_CACHE, HIT), 0))
    hits.add_metric(["nginx"], rows.get((PAGE_CACHE, HIT_IN_NGINX), 0))
    yield hits
    misses = rows.get((PAGE_CACHE, MISS), 0)
    yield CounterMetricFamily("site_page_cache_misses", "Pages that had to be made.", value=misses)


def _durations(rows: dict[tuple[str, str], int]) -> Metric:
    found = HistogramMetricFamily(
        "site_request_duration_seconds",
        "Time until an answer began; 503 is not among 5xx.",
        labels=["route", "status"],
    )
    by_labels: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
    for (metric, labels), value in rows.items():
        if metric == ANSWERS:
            *names, bucket = labels.split(" ")
            by_labels[tuple(names)][int(bucket)] += value
    bounds = [*map(str, BUCKETS), "+Inf"]
    for names, numbers in by_labels.items():
        seconds = rows.get((MICROSECONDS, " ".join(names)), 0) / 1_000_000
        found.add_metric(names, list(zip(bounds, accumulate(numbers), strict=True)), seconds)
    return found
