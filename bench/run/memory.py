"""How much memory a side takes, with its Postgres: at rest, and while it is asked."""

import random
import threading
import time
from collections.abc import Iterator

from bench.run import load, machine
from bench.run.servers import Server

REST = 3  # seconds without a request


def measure(server: Server, more: list[int], requests: Iterator[bytes], seconds: float) -> dict[str, float]:
    """Return megabytes (proportional set size): after each page was shown and left alone; the most under load.

    What ``more`` processes take of it at rest is told by itself.
    """
    load.ask(server.address, requests, min(2, seconds))
    time.sleep(REST)
    pids = [*server.pids, *more]
    rest, worker, seen, done = machine.pss(pids), machine.pss(more), [0.0], threading.Event()

    def look():
        while not done.wait(0.5):
            seen.append(machine.pss(pids))

    looking = threading.Thread(target=look)
    looking.start()
    load.ask(server.address, requests, seconds)
    seen.append(machine.pss(pids))
    done.set()
    looking.join()
    return {"rest": round(rest), "load": round(max(seen)), "worker": round(worker)}


def mixed(reading: Iterator[bytes], signing: Iterator[bytes]) -> Iterator[bytes]:
    """One in ten signs."""
    while True:
        yield next(signing) if random.random() < 0.1 else next(reading)
