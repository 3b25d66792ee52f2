"""Processes that end with the one that started them, and are looked after while it runs."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time

GRACE = 10.0  # seconds a process has to end by itself


class Process:
    """A program with its children, in a session of its own: Ctrl-C at the terminal reaches only the supervisor."""

    def __init__(self, name, command, *, folder=None, restarts=False):
        self.name = name
        self.command = [str(part) for part in command]
        self.folder = folder
        self.restarts = restarts
        self.deaths = 0
        self.start_at = float("inf")
        self.running = None

    def start(self):
        parent = os.getpid()
        self.began = time.monotonic()
        self.running = subprocess.Popen(
            self.command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: _end_with(parent),
        )

    def stop(self, number=signal.SIGTERM):
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, number)

    def wait(self, until):
        """Wait until then, kill what is left of the group, and return whether that was not needed."""
        if not self.running:
            return True
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.wait(max(0.0, until - time.monotonic()))
        clean = self.running.poll() is not None
        self.stop(signal.SIGKILL)
        self.running.wait()
        return clean

    @property
    def outcome(self):
        """How it ended, in words."""
        code = self.running.returncode
        return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"


class Supervisor:
    """Runs processes until a signal comes or one dies that may not; ``also`` is called twice a second.

    The first process is started at once and the others when it is at work, so that it has the computer to itself.
    """

    def __init__(self, processes, say, also=lambda: None):
        self.processes = processes
        self.say = say
        self.also = also
        self.stopping = threading.Event()
        self.signals = 0

    def run(self, until_ready):
        """Return the exit code: 0 after Ctrl-C or SIGTERM, 1 when a process died.

        ``until_ready(self)`` waits until the first process is at work and returns whether it is.
        """
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._on_signal) for number in numbers}
        try:
            self.processes[0].start()
            alive = until_ready(self)
            for process in self.processes[1:]:
                process.start_at = 0.0
            while alive and not self.stopping.wait(0.5):
                alive = self.look()
            return 0 if self.stopping.is_set() else 1
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def look(self):
        """Start again what died and may; return False when something died that may not."""
        self.also()
        for process in self.processes:
            if process.running is None:
                if time.monotonic() >= process.start_at:
                    process.start()
            elif process.running.poll() is not None:
                if not process.restarts:
                    self.say(f"{process.name} {process.outcome}; stopping everything.")
                    return False
                self._bury(process)
        return True

    def _bury(self, process):
        """What it started may outlive it: end that too. Then wait a little longer each time, at most half a minute."""
        if time.monotonic() - process.began > 60:
            process.deaths = 0
        pause = min(30, 2**process.deaths)
        self.say(f"{process.name} {process.outcome}; starting it again in {pause} s.")
        process.stop(signal.SIGKILL)
        process.deaths += 1
        process.start_at = time.monotonic() + pause
        process.running = None

    def _on_signal(self, number, frame):
        self.signals += 1
        self.stopping.set()
        if self.signals > 1:
            for process in self.processes:
                process.stop(signal.SIGKILL)

    def _stop_all(self):
        for process in self.processes:
            process.stop()
        until = time.monotonic() + GRACE
        for process in self.processes:
            if not process.wait(until):
                self.say(f"{process.name} did not end within {GRACE:.0f} s and was killed.")


def _end_with(parent):
    """In the child: have the kernel send SIGTERM when the parent dies, even of kill -9. Only Linux can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 = PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
