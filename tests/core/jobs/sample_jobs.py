"""Jobs that the tests of the worker run in real processes; each leaves lines in a file."""

import os
import signal
import time
from pathlib import Path

from core.jobs.models import Job
from core.jobs.tasks import Later, Priority, job


def in_line():
    """Return the jobs of this file alone; the clock puts others in line."""
    return Job.objects.filter(task_path__startswith=f"{__name__}.")


@job(Priority.UPKEEP)
def write(path, line="done"):
    with open(path, "a") as file:
        file.write(f"{line}\n")


@job(Priority.UPKEEP, retries=1)
def fail(address):
    raise ValueError(f"nobody at {address}")


@job(Priority.UPKEEP, retries=0)
def take_it_back(path):
    write.func(path, "called")
    raise Later(3600)


@job(Priority.UPKEEP)
def hold(path):
    """Say that it began; end only when there is a file named ``….go``."""
    write.func(path, os.getpid())
    for _ in range(3000):
        if Path(f"{path}.go").exists():
            return write.func(path, "end")
        time.sleep(0.02)


@job(Priority.UPKEEP, retries=20)
def kill_the_worker(path):
    write.func(path, "bang")
    os.kill(os.getpid(), signal.SIGKILL)
