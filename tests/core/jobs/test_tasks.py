"""What becomes of one job, and the functions that run by the clock."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus as Status

from core.jobs import worker
from core.jobs.models import ClockRun, Job, forget_finished_jobs
from core.jobs.registry import PeriodicTask
from core.jobs.tasks import backoff
from tests.core.jobs import sample_jobs


def make_due():
    Job.objects.update(run_after=timezone.now())


@pytest.mark.django_db
def test_run_jobs_once_does_what_is_due(tmp_path):
    sample_jobs.write.enqueue(str(tmp_path / "a"))
    sample_jobs.write.using(run_after=timezone.now() + datetime.timedelta(hours=1)).enqueue(str(tmp_path / "b"))
    call_command("run_jobs", once=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.django_db
def test_failed_attempt_waits_for_the_next_and_the_last_one_rests():
    sample_jobs.fail.enqueue("alice@example.org")
    call_command("run_jobs", once=True)
    job = sample_jobs.in_line().get()
    assert job.status == Status.READY
    assert 5 < (job.run_after - timezone.now()).total_seconds() < 25
    assert job.traceback.endswith("ValueError: nobody at [address]\n")
    make_due()
    call_command("run_jobs", once=True)
    job = sample_jobs.in_line().get()
    assert (job.status, len(job.worker_ids), job.exception_class_path) == (Status.FAILED, 2, "builtins.ValueError")


@pytest.mark.django_db
def test_try_again_begins_anew():
    sample_jobs.fail.enqueue("x")
    Job.objects.update(status=Status.FAILED, worker_ids=["a", "b"])
    assert sample_jobs.in_line().get().try_again()
    assert not sample_jobs.in_line().get().try_again()
    call_command("run_jobs", once=True)
    assert len(sample_jobs.in_line().get().worker_ids) == 1


@pytest.mark.django_db
def test_later_is_no_failure(tmp_path):
    sample_jobs.take_it_back.enqueue(str(tmp_path / "lines"))
    call_command("run_jobs", once=True)
    job = sample_jobs.in_line().get()
    assert (job.status, job.worker_ids) == (Status.READY, [])
    assert (job.run_after - timezone.now()).total_seconds() > 3500


@pytest.mark.django_db
def test_job_whose_function_has_gone_is_tried_and_shown_like_any_other():
    sample_jobs.write.enqueue("x")
    Job.objects.update(task_path="articles.gone.verify_mention")
    call_command("run_jobs", once=True)
    job = Job.objects.get(task_path="articles.gone.verify_mention")
    assert (job.status, job.title) == (Status.READY, "Verify mention")
    assert "ModuleNotFoundError" in job.exception_class_path


@pytest.mark.django_db
def test_worker_that_lost_its_job_to_another_does_not_write_over_the_outcome():
    sample_jobs.write.enqueue("x")
    mine = Job.claim_next("mine")
    Job.objects.update(worker_ids=["mine", "other"])
    mine.succeed()
    assert Job.objects.get().status == Status.RUNNING


@pytest.mark.django_db
def test_finished_jobs_are_forgotten_failed_ones_later():
    for number in range(3):
        sample_jobs.write.enqueue("x", number)
    done, failed, waiting = Job.objects.order_by("enqueued_at")
    two_days_ago = timezone.now() - datetime.timedelta(days=2)
    Job.objects.filter(pk=done.pk).update(status=Status.SUCCESSFUL, finished_at=two_days_ago)
    Job.objects.filter(pk=failed.pk).update(status=Status.FAILED, finished_at=two_days_ago)
    forget_finished_jobs()
    assert set(Job.objects.all()) == {failed, waiting}


def test_waits_grow_and_end_at_six_hours():
    assert 7.5 <= backoff(1) <= 22.5
    assert 3 * 3600 <= backoff(50) <= 9 * 3600


@pytest.mark.django_db
def test_clock_calls_at_most_once_in_the_time_over_all_workers():
    calls = []
    function = PeriodicTask("tests.tick", 60, lambda: calls.append(1))
    assert worker.call_by_clock(function)
    assert not worker.call_by_clock(function)
    ClockRun.objects.update(started_at=timezone.now() - datetime.timedelta(seconds=61))
    assert worker.call_by_clock(function)
    assert calls == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_clock_does_not_call_what_another_worker_is_still_at():
    function = PeriodicTask("tests.tick", 0, lambda: pytest.fail("called twice at once"))
    other = connection.get_new_connection(connection.get_connection_params())
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext('tests.tick'))", [worker.CLOCK])
        assert not worker.call_by_clock(function)
    finally:
        other.close()


@pytest.mark.django_db
def test_error_in_a_clock_function_is_logged_and_harms_nothing(caplog):
    def stumble():
        raise ValueError("the clock struck thirteen")

    assert worker.call_by_clock(PeriodicTask("tests.stumble", 60, stumble))
    assert "the clock struck thirteen" in caplog.text
