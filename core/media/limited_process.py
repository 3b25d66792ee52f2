"""Run one of our programs on a file from outside, in a process with limits: decoders are where servers break.

The process sees no environment and no database, writes no file, and has no more memory and time than it is given;
whatever happens to it, the site goes on. Run as a script this module is the beginning of that process.
"""

import contextlib
import resource
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

PATIENCE = 120  # seconds on the clock, for a machine that has much else to do; the limit proper is CPU time
_ROOT = Path(__file__).parent.parent.parent


def run(program: Path, file: Any, *arguments: str, memory: int, cpu_seconds: int) -> bytes | None:
    """Return what a program writes that reads ``file`` (a Django File) from standard input.

    ``memory`` is in bytes of address space. None when it failed or was ended at a limit. What comes back may be
    anything: a program taken over by the file it reads is not to be believed.
    """
    command = [sys.executable, "-I", "-B", __file__, str(memory), str(cpu_seconds), str(program), *arguments]
    try:
        done = subprocess.run(
            command,
            **_as_input(file),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def _as_input(file) -> dict:
    """A file on the disk is handed over as it is; what is in memory goes through a pipe, and stays off the disk."""
    file.seek(0)
    try:
        file.fileno()
    except (AttributeError, OSError):
        return {"input": file.read()}
    return {"stdin": file}


def _limit(memory: int, cpu_seconds: int) -> None:
    with contextlib.suppress(ValueError):  # macOS knows no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    _limit(int(sys.argv[1]), int(sys.argv[2]))
    sys.argv = sys.argv[3:]
    sys.path.insert(0, str(_ROOT))
    runpy.run_path(sys.argv[0], run_name="__main__")
