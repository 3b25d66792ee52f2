"""How the site is at this moment, as Prometheus names it: what waits, what is left, how old things are."""

import contextlib
from collections.abc import Iterator

from django.db.models import Case, Count, F, Min, Sum, When
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from articles.comments.moderation import waiting_comments
from campaigns.models import Attempt, Tally
from core.http import health
from core.jobs.models import Job
from core.mail.outbox import OutboxMail

from . import backups, certificate
from .part import PartState
from .parts import parts

_STATES = [PartState.OK, PartState.WARNING, PartState.BAD]


def gauges() -> Iterator[Metric]:
    yield from _signatures()
    yield from _jobs()
    yield from _outbox()
    yield _gauge("site_comments_waiting", "Comments that a moderator has to look at.", waiting_comments().count())
    with contextlib.suppress(OSError):  # the folder cannot be read: site_part_state says so
        free = health.disk_free()
        yield _gauge("site_disk_free_bytes", "Left for pictures, films and documents.", free)
    if newest := backups.newest():
        age = (timezone.now() - newest).total_seconds()
        yield _gauge("site_backup_age_seconds", "Since the last whole backup.", age)
    if ends := certificate.ends_at():
        left = (ends - timezone.now()).total_seconds()
        yield _gauge("site_certificate_left_seconds", "Until the certificate of the site's address ends.", left)
    states = GaugeMetricFamily(
        "site_part_state", "As the desk's page Health shows it: 0 well, 1 look at it, 2 broken.", labels=["part"]
    )
    for part in parts():
        states.add_metric([part.key], _STATES.index(part.state))
    yield states


def _signatures() -> Iterator[Metric]:
    signatures = GaugeMetricFamily("site_signatures", "Signatures of all petitions.", labels=["state"])
    signatures.add_metric(["confirmed"], Tally.objects.aggregate(Sum("count"))["count__sum"] or 0)
    signatures.add_metric(["waiting"], Attempt.objects.exclude(sealed=b"").count())
    yield signatures


def _jobs() -> Iterator[Metric]:
    now = timezone.now()
    due = Case(When(run_after__lte=now, then=F("run_after")), default=F("enqueued_at"))
    waiting = GaugeMetricFamily("site_jobs_waiting", "Jobs that are due.", labels=["queue"])
    oldest = GaugeMetricFamily("site_jobs_oldest_seconds", "How long the oldest of them waits.", labels=["queue"])
    found = Job.objects.ready().order_by().values_list("queue_name").annotate(number=Count("pk"), since=Min(due))
    numbers = {"default": (0, now)} | {queue: (number, since) for queue, number, since in found}
    for queue, (number, since) in sorted(numbers.items()):
        waiting.add_metric([queue], number)
        oldest.add_metric([queue], max(0, (now - since).total_seconds()))
    yield from (waiting, oldest)
    yield _gauge("site_jobs_failed", "Jobs that have failed for good.", Job.objects.failed().count())


def _outbox() -> Iterator[Metric]:
    now = timezone.now()
    waiting = GaugeMetricFamily("site_outbox_waiting", "Mails that have not left yet.", labels=["mail"])
    oldest = GaugeMetricFamily("site_outbox_oldest_seconds", "How long the oldest has been due.", labels=["mail"])
    for name, is_bulk in (("personal", False), ("letters", True)):
        mails = OutboxMail.objects.filter(parked_at=None, is_bulk=is_bulk)
        since = mails.filter(due_at__lte=now).exclude(kind="alert").aggregate(since=Min("due_at"))["since"] or now
        waiting.add_metric([name], mails.count())
        oldest.add_metric([name], (now - since).total_seconds())
    yield from (waiting, oldest)
    yield _gauge("site_outbox_given_up", "Mails that could not be sent.", OutboxMail.objects.parked().count())


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
