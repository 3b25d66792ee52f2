"""Waiting for what other processes do: a condition looked at again and again, never longer than it is given."""

import time


def wait_until(condition, seconds: float = 60.0):
    """Return the first true value of ``condition()``, or fail after so many seconds."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"still not so after {seconds} s: {condition}"
        time.sleep(0.02)
    return value
