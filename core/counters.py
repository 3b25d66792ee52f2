"""Adds numbers up in memory and writes them now and then: no reader waits, and no write stands for one reader."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable

from django.db import Error, connection

from .background import repeat

logger = logging.getLogger(__name__)

MOST_KEYS = 5000  # kept in memory; what is new beyond that is not counted


class Counters:
    """Counts by key; a thread of its own gives ``write({key: number})`` what came together, every so many seconds.

    They are statistics and no more: a process that is killed takes along what it has not written yet.
    """

    def __init__(self, write: Callable[[dict], None], every: float):
        self._write, self._every = write, every
        self._waiting: Counter[Hashable] = Counter()
        self._lock = threading.Lock()
        self._is_writing = False

    def count(self, key: Hashable, number: int = 1) -> None:
        with self._lock:
            if key in self._waiting or len(self._waiting) < MOST_KEYS:
                self._waiting[key] += number
            begins, self._is_writing = not self._is_writing, True
        if begins:
            repeat(self._wait_and_flush, "adding-up")

    def _wait_and_flush(self) -> None:
        time.sleep(self._every)
        self.flush()

    def flush(self) -> None:
        """Write what was counted; while the database is away it waits in memory."""
        with self._lock:
            counted, self._waiting = self._waiting, Counter()
        if not counted:
            return
        try:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            self._write(dict(counted))
        except Error as error:
            logger.warning("Numbers could not be written and wait: %s", type(error).__name__)
            connection.close()
            with self._lock:
                self._waiting = Counter(dict((counted + self._waiting).most_common(MOST_KEYS)))
