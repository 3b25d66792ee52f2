"""Writes lines to standard error in a thread of its own, so that nobody waits for whoever reads them.

A pipe that is full (a log collector that hangs) stops whoever writes into it: with it the site would stand still.
"""

import logging
import os
import queue
import sys
import threading
import time

from . import request_ids
from .repeats import Repeats

MOST_WAITING = 2000  # lines; what comes while so many wait is lost, and counted
LOOK_EVERY = 5.0  # seconds
AT_THE_END = 2.0  # seconds for what was not written yet


class PatientHandler(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self._repeats = Repeats()
        self._lost, self._process = 0, 0
        self._lines: queue.Queue[str] = queue.Queue(MOST_WAITING)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if not self._repeats.is_told(record):
                return
            record.request_id = request_ids.current()
            line = self.format(record)
        except Exception:  # what logging itself does with lines that cannot be made
            self.handleError(record)
            return
        if self._process != os.getpid():  # threads do not survive a fork
            self._process, self._lines = os.getpid(), queue.Queue(MOST_WAITING)
            threading.Thread(target=self._write_again_and_again, args=[self._lines], name="log", daemon=True).start()
        try:
            self._lines.put_nowait(line)
        except queue.Full:
            self._lost += 1

    def flush(self) -> None:
        """Give what waits a moment; ``logging`` asks for it as the process ends."""
        ends_at = time.monotonic() + AT_THE_END
        while self._lines.unfinished_tasks and self._process == os.getpid() and time.monotonic() < ends_at:
            time.sleep(0.01)

    def _write_again_and_again(self, lines):
        looked_at = time.monotonic()
        while True:
            try:
                _write(lines.get(timeout=LOOK_EVERY))
                lines.task_done()
            except queue.Empty:
                pass
            if time.monotonic() - looked_at >= LOOK_EVERY:
                looked_at = time.monotonic()
                self._tell_what_came_again()

    def _tell_what_came_again(self):
        for record in self._repeats.due():
            _write(self.format(record))
        if lost := self._lost:
            self._lost -= lost
            _write(self.format(logging.makeLogRecord({
                "name": __name__, "levelno": logging.WARNING, "levelname": "WARNING",
                "msg": "%d lines of the log were lost: nobody took them", "args": (lost,),
            })))  # fmt: skip


def _write(line: str) -> None:
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody is there to read it
        pass
