"""A Postgres that stands still: it neither answers nor ends, as when a disk or a virtual machine hangs."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def postmaster(folder) -> int:
    """Return the first process of the cluster with this data directory."""
    return int((Path(folder) / "postmaster.pid").read_text().split("\n", 1)[0])


@contextmanager
def frozen(first: int) -> Iterator[None]:
    """Stop this process of Postgres and all that it has started, and let them go on afterwards."""
    stopped = []

    def stop(pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            stopped.append(pid)

    stop(first)  # it starts no more of them
    listed = subprocess.run(["ps", "--ppid", str(first), "-o", "pid="], capture_output=True, text=True)
    for pid in listed.stdout.split():
        stop(int(pid))
    try:
        yield
    finally:
        for pid in reversed(stopped):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
