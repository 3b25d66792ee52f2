"""Waiting for what other processes do: a condition looked at again and again, never longer than it is given."""

import time

from django.db import connection


def wait_until(condition, seconds: float = 60.0):
    """Return the first true value of ``condition()``, or fail after so many seconds."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"still not so after {seconds} s: {condition}"
        time.sleep(0.02)
    return value


def sessions_waiting_for_locks() -> int:
    """Return how many sessions wait for what another one holds; each process of tests has a server of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]
