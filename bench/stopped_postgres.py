"""What visitors get while Postgres stands still: a page that is kept, its count, /healthz, a search, a signature.

One visitor of each kind asks again as soon as the answer is there; Postgres is stopped (SIGSTOP) in their midst.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import overload, site
from bench.kept import keep
from bench.run.servers import postgres_of
from dev.cluster import Cluster
from tests.serve.frozen import frozen

KINDS = ("page", "count", "health", "search", "sign")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="for how long Postgres stands still")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")
    cluster.start()
    try:
        with site.served(cluster.url(), folder) as (url, _pid):
            overload.prepare(cluster, folder)
            report = watch(url, postgres_of(cluster), given.seconds)
    finally:
        cluster.leave()
    print(report, end="")
    keep("stopped-postgres", report)


def watch(url, postgres, seconds) -> str:
    answers = []
    visitors = [threading.Thread(target=visit, args=[urlsplit(url), kind, answers], daemon=True) for kind in KINDS]
    for visitor in visitors:
        visitor.start()
    time.sleep(5)
    stopped_at = time.monotonic()
    with frozen(postgres):
        time.sleep(seconds)
    went_on_at = time.monotonic()
    time.sleep(10)
    phases = {
        "before": (0.0, stopped_at),
        "stopped": (stopped_at, went_on_at),
        "afterwards": (went_on_at, time.monotonic()),
    }
    lines = [
        tell(phase, kind, [one for one in answers if one[0] == kind and begins <= one[1] < ends])
        for phase, (begins, ends) in phases.items()
        for kind in KINDS
    ]
    for kind in ("search", "sign"):
        well = min((at for name, at, status, _took in answers if name == kind and status == 200 and at > went_on_at))
        lines.append(f"{kind} is served again {well - went_on_at:.1f} s after Postgres went on\n")
    return "".join(lines)


def tell(phase, kind, answers) -> str:
    taken = sorted(took for _kind, _at, _status, took in answers)
    statuses = dict(Counter(status for _kind, _at, status, _took in answers))
    middle, slowest = (taken[len(taken) // 2], taken[-1]) if taken else (0, 0)
    return f"{phase:11}{kind:8}{len(taken):6} answers  p50 {middle:.3f} s  slowest {slowest:.2f} s  {statuses}\n"


def visit(place, kind, answers) -> None:
    paths = {"page": "/petitions/petition/", "health": "/healthz"}
    chance = random.Random(kind)
    while True:
        began = time.monotonic()
        if kind in paths:
            asked = f"GET {paths[kind]} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode()
        else:
            asked = overload.request(place, f"http://{place.netloc}", kind, chance)
        answers.append((kind, began, site.status_of(place, asked), time.monotonic() - began))
        time.sleep(0.02)


if __name__ == "__main__":
    main()
