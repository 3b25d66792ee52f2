"""Counts visits without writing at every visit: numbers are added up in memory and now and then to the database."""

import threading
import time
from collections import Counter
from collections.abc import Callable

EVERY = 10.0  # seconds


class Hits:
    """Adds numbers up by key; ``write({key: number})`` gets them at most once in ten seconds.

    A single visit is written at once, the rest of a rush with the next visit after it. They are statistics and no more:
    a process that ends takes what it has not written along.
    """

    def __init__(self, write: Callable[[dict], None]):
        self._write, self._waiting, self._lock = write, Counter(), threading.Lock()
        self._written_at = 0.0

    def count(self, key) -> None:
        with self._lock:
            self._waiting[key] += 1
            is_due = time.monotonic() - self._written_at >= EVERY
        if is_due:
            self.flush()

    def flush(self) -> None:
        with self._lock:
            counted, self._waiting = self._waiting, Counter()
            self._written_at = time.monotonic()
        if counted:
            self._write(dict(counted))
