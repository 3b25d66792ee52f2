"""Workers as real processes: they are killed, stopped and left alone, and no job is lost."""

import os
import signal

import pytest
from django.db import connection, transaction
from django_tasks.base import TaskResultStatus as Status

from tests.core.jobs import sample_jobs
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "lines"


def lines(file):
    return file.read_text().split() if file.exists() else []


def is_ready(process):
    """True once the worker holds the lock that says it lives."""
    assert process.poll() is None, process.stderr.read()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE datname = current_database() AND locktype = 'advisory' AND objsubid = 2"
        )
        return cursor.fetchone()[0]


def test_job_of_a_committed_transaction_runs_and_others_never(start_worker, file):
    worker = start_worker()
    wait_until(lambda: is_ready(worker))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sample_jobs.write.enqueue(str(file), "rolled-back")
        1 / 0  # noqa: B018
    sample_jobs.write.enqueue(str(file), "committed")
    wait_until(lambda: lines(file))
    assert lines(file) == ["committed"]


def test_job_of_a_killed_worker_is_taken_up_by_one_that_was_running_all_the_time(start_worker, file):
    sample_jobs.hold.enqueue(str(file))
    start_worker(), start_worker()
    (first,) = wait_until(lambda: lines(file))
    os.kill(int(first), signal.SIGKILL)
    wait_until(lambda: len(lines(file)) == 2, 10)
    file.with_name("lines.go").touch()
    wait_until(lambda: sample_jobs.in_line().get().status == Status.SUCCESSFUL)
    second = lines(file)[1]
    assert lines(file) == [first, second, "end"]
    assert second != first


def test_job_that_keeps_killing_its_worker_rests_after_five(start_worker, file):
    sample_jobs.kill_the_worker.enqueue(str(file))

    def has_given_up():
        if not any(process.poll() is None for process in processes):
            processes.append(start_worker())
        return sample_jobs.in_line().get().status == Status.FAILED

    processes = []
    wait_until(has_given_up, 60)
    assert lines(file) == ["bang"] * 5
    assert "died 5 times" in sample_jobs.in_line().get().traceback


def test_sigterm_ends_a_worker_in_the_midst_of_a_job_which_does_not_count_against_the_job(start_worker, file):
    worker = start_worker()
    sample_jobs.hold.enqueue(str(file))
    wait_until(lambda: lines(file))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    job = sample_jobs.in_line().get()
    assert (job.status, job.worker_ids) == (Status.READY, [])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_idle_worker_ends_when_told_to(start_worker, number):
    worker = start_worker()
    wait_until(lambda: is_ready(worker))
    worker.send_signal(number)
    assert worker.wait(timeout=20) == 0


def test_two_workers_run_each_job_once(start_worker, file):
    start_worker()
    last = start_worker()
    wait_until(lambda: is_ready(last) == 2)
    asked, both = 0, False
    while not both and asked < 4000:  # on a busy machine one may have done the first ones all alone
        with transaction.atomic():
            for number in range(asked, asked + 200):
                sample_jobs.write.enqueue(str(file), number)
        asked += 200
        wait_until(lambda: not sample_jobs.in_line().exclude(status=Status.SUCCESSFUL).exists())
        both = len({tuple(job.worker_ids) for job in sample_jobs.in_line()}) == 2
    assert both
    assert sorted(map(int, lines(file))) == list(range(asked))


def test_worker_outlives_the_loss_of_all_its_connections(start_worker, file):
    worker = start_worker()
    wait_until(lambda: is_ready(worker))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
    sample_jobs.write.enqueue(str(file))
    wait_until(lambda: lines(file))
    wait_until(lambda: is_ready(worker))
