"""The same error again and again is told once, and from then on once a minute with how often it came."""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Any

A_MINUTE = 60.0  # seconds
MOST_KINDS = 500


@dataclass
class _Kind:
    told_at: float
    record: logging.LogRecord
    times: int = 0


class Repeats:
    def __init__(self) -> None:
        self._kinds: dict[Any, _Kind] = {}
        self._lock = threading.Lock()

    def is_told(self, record: logging.LogRecord) -> bool:
        """Return whether this record is to be written; otherwise it is counted. Less than a warning always is."""
        if record.levelno < logging.WARNING:
            return True
        key, now = _kind_of(record), time.monotonic()
        with self._lock:
            kind = self._kinds.get(key)
            if kind and now - kind.told_at < A_MINUTE:
                kind.times += 1
                return False
            if len(self._kinds) >= MOST_KINDS:
                self._kinds.clear()
            self._kinds[key] = _Kind(now, record)
        if kind:
            record.times = kind.times
        return True

    def due(self) -> list[logging.LogRecord]:
        """Return the last of each kind that came again and has not been told for a minute."""
        now, due = time.monotonic(), []
        with self._lock:
            for key, kind in list(self._kinds.items()):
                if now - kind.told_at < A_MINUTE:
                    continue
                del self._kinds[key]
                if kind.times:
                    again = logging.makeLogRecord(kind.record.__dict__ | {"exc_info": None, "times": kind.times})
                    again.created = time.time()
                    due.append(again)
        return due


def _kind_of(record) -> tuple:
    """Return what two records share that tell of the same: the place where it was raised, or the very words."""
    if not record.exc_info or not record.exc_info[2]:
        return record.name, record.levelno, record.getMessage()
    error, traceback = record.exc_info[1:]
    while traceback.tb_next:
        traceback = traceback.tb_next
    return record.name, record.levelno, type(error), traceback.tb_frame.f_code, traceback.tb_lineno
