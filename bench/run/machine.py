"""What Linux tells of the machine and its processes: processor time, memory, whether others are at work."""

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

QUIET = 0.5  # cores that others may keep busy
QUIET_FOR = 5  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


def family(pids: Iterable[int]) -> set[int]:
    """Return these processes and all that descend from them."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                children.setdefault(int(_fields(int(folder.name))[1]), []).append(int(folder.name))
    found, waiting = set(), list(pids)
    while waiting:
        pid = waiting.pop()
        found.add(pid)
        waiting += children.get(pid, [])
    return found


def cpu(pids: Iterable[int]) -> float:
    """Return the seconds of processor time that processes and their children, ended ones included, have used so far."""
    total = 0
    for pid in family(pids):
        with contextlib.suppress(OSError):
            total += sum(map(int, _fields(pid)[11:15]))
    return total / TICKS


def pss(pids: Iterable[int]) -> float:
    """Return the megabytes of processes and their children: what several share is divided among them (proc(5))."""
    total = 0
    for pid in family(pids):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def busy() -> float:
    """Return the seconds that all cores together have been busy since the machine began."""
    fields = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]))
    return (sum(fields) - fields[3] - fields[4]) / TICKS  # without idle and waiting for the disk


def wait_until_quiet(patience: float) -> tuple[float, float]:
    """Wait until others keep less than QUIET cores busy for a while.

    Return the seconds that took, and the cores that were busy in the last of them.
    """
    begun, quiet, share = time.monotonic(), 0, 0.0
    while quiet < QUIET_FOR and time.monotonic() - begun < patience:
        before = busy()
        time.sleep(1)
        share = busy() - before
        quiet = quiet + 1 if share < QUIET else 0
    return time.monotonic() - begun, share


def model() -> str:
    named = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return named[0].partition(":")[2].strip() if named else "unknown"


def _fields(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat that follow the name: state, parent, …"""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
