"""The jobs as rows: claimed, done, tried again, given up. django-tasks-db keeps the table; these are its rules here."""

import datetime
from traceback import format_exception
from typing import Any, ClassVar, cast

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet, get_date_max

from ..alters_data import alters_data
from ..logs import clean
from .tasks import RETRIES, RetriedTask, backoff

# First keys of our advisory locks: that a worker lives; that a function of the clock is running.
PRESENCE, CLOCK = 0x6E676F01, 0x6E676F02
MOST_KILLS = 5
KEEP_DONE = datetime.timedelta(days=1)
KEEP_FAILED = datetime.timedelta(days=30)


class Job(DBTaskResult):
    """One call of a job. ``worker_ids`` holds one entry for each attempt, so its length is their number."""

    objects: ClassVar[Any] = models.Manager.from_queryset(DBTaskResultQuerySet)()

    class Meta:
        proxy = True
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """The job's name for people; made of its function's where nobody has given it one, or the function has gone."""
        said = str(task.title) if (task := self._task()) else ""
        return said or self.task_path.rpartition(".")[2].replace("_", " ").capitalize()

    @classmethod
    @alters_data
    def claim_next(cls, worker_id: str, queues: list[str] | None = None) -> "Job | None":
        """Take the next job that is due, so that no other worker does."""
        with transaction.atomic():
            ready = cls.objects.ready().filter(**({"queue_name__in": queues} if queues else {}))
            job = cast("Job | None", ready.select_for_update(skip_locked=True).first())  # the stubs know its parent
            if job is not None:
                job.claim(worker_id)
        return job

    def call(self) -> None:
        """Do the work; whatever it raises is raised."""
        self.task.call(*self.args_kwargs["args"], **self.args_kwargs["kwargs"])

    @alters_data
    def succeed(self) -> None:
        self._leave(status=Status.SUCCESSFUL, finished_at=timezone.now(), exception_class_path="", traceback="")

    @alters_data
    def fail(self, error: BaseException) -> None:
        """Plan the next attempt, or let the job rest as failed when that was the last one."""
        report = {
            "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
            "traceback": clean("".join(format_exception(error)))[-20_000:],
        }
        attempts = len(self.worker_ids)
        if attempts > self._retries():
            self._leave(status=Status.FAILED, finished_at=timezone.now(), **report)
        else:
            self._leave(status=Status.READY, run_after=_in(backoff(attempts)), **report)

    @alters_data
    def put_back(self, seconds: float = 0) -> None:
        """Leave the job to a later time or another worker; this attempt does not count."""
        self._leave(status=Status.READY, run_after=_in(seconds), worker_ids=self.worker_ids[:-1])

    @alters_data
    def bury(self) -> bool:
        """Take a job away from its dead worker; True when it is to be run again, False when it has killed too many."""
        if len(self.worker_ids) < MOST_KILLS:
            self._leave(status=Status.READY, run_after=timezone.now())
            return True
        self._leave(
            status=Status.FAILED,
            finished_at=timezone.now(),
            exception_class_path="core.jobs.worker.WorkerDied",
            traceback=f"The worker died {MOST_KILLS} times while it did this job (killed, or out of memory).",
        )
        return False

    @alters_data
    def try_again(self) -> bool:
        """Let a failed job begin anew; True when it was resting as failed."""
        failed = Job.objects.failed().filter(pk=self.pk)
        return failed.update(status=Status.READY, worker_ids=[], run_after=get_date_max(), finished_at=None) == 1

    def _leave(self, **changes) -> None:
        # Only while it is still ours: a worker cut off from Postgres may have lost the job to another one.
        Job.objects.running().filter(pk=self.pk, worker_ids=self.worker_ids).update(**changes)

    def _retries(self) -> int:
        return task.retries if (task := self._task()) else RETRIES

    def _task(self) -> RetriedTask | None:
        try:
            task = self.task
        except Exception:  # the function has gone, or is not here yet while a new version is rolled out
            return None
        return task if isinstance(task, RetriedTask) else None


class ClockRun(models.Model):
    """When a function of ``PERIODIC`` in a ``jobs.py`` was last called, by whichever worker."""

    name = models.CharField(max_length=200, primary_key=True)
    started_at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} at {self.started_at}"

    @staticmethod
    def claim(name: str, seconds: float) -> bool:
        """True for the one worker that may call the function now."""
        with connection.cursor() as cursor:
            # A little early is on time: workers' clocks tick at different moments.
            cursor.execute(
                "INSERT INTO core_clockrun AS run (name, started_at) VALUES (%s, clock_timestamp())"
                " ON CONFLICT (name) DO UPDATE SET started_at = excluded.started_at"
                " WHERE run.started_at <= excluded.started_at - make_interval(secs => %s)",
                [name, seconds * 0.95],
            )
            return cursor.rowcount == 1


def forget_finished_jobs() -> None:
    """Delete jobs done a day ago, and failed ones that nobody has looked after for a month."""
    now = timezone.now()
    Job.objects.successful().filter(finished_at__lt=now - KEEP_DONE).delete()
    Job.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()


def _in(seconds: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(seconds=seconds)
