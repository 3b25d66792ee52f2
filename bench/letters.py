"""A letter to many: until it is queued, until it has left, and how long a personal mail waits in its midst.

Worker and mail server are processes of their own on this machine, Postgres is durable; all share the processor.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep
from bench.sink import Counting
from dev.cluster import Cluster

BODY = "<p>Dear friends,</p><p>four printers are free. <a href='/petitions/bench/'>Read how</a>.</p>" * 5


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=50_000)
    number = parser.parse_args().readers
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")  # durable: fsync and synchronous_commit are on
    cluster.start()
    try:
        sink = Counting()
        site.configure(cluster, folder, EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")
        import django

        django.setup()
        prepare(number)
        load = f"load {os.getloadavg()[0]:.1f} before"
        lines = [f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, {load}", *measure(number, sink)]
    finally:
        cluster.leave()
    print("\n".join(lines))
    if number >= 50_000:
        keep("letters", "\n".join(lines) + "\n")


def prepare(number):
    from django.core.management import call_command

    from newsletters.models import Subscriber
    from newsletters.models.subscriber import mailbox_of

    call_command("migrate", verbosity=0)
    emails = [f"reader-of-letters-{n}@example.org" for n in range(number)]
    rows = (Subscriber(email=email, mailbox=mailbox_of(email), status="confirmed", consent="yes") for email in emails)
    Subscriber.objects.bulk_create(rows, batch_size=1000)


def measure(number, sink):
    from newsletters.models import Issue
    from newsletters.sending import send_off

    issue = Issue.objects.create(subject="Free", body=BODY)
    begun = time.perf_counter()
    send_off(issue)
    yield f"{number} copies queued in {time.perf_counter() - begun:.2f} s"
    worker = subprocess.Popen([sys.executable, site.ROOT / "manage.py", "run_jobs"], stdout=subprocess.DEVNULL)
    try:
        while sink.count == 0:
            time.sleep(0.05)
        begun, first, used, waits = time.perf_counter(), sink.count, site.cpu_seconds(worker.pid), []
        while sink.count < number + len(waits):
            waits.append(wait_of_a_personal_mail(sink))
            time.sleep(0.5)
        took, used = time.perf_counter() - begun, site.cpu_seconds(worker.pid) - used
    finally:
        worker.terminate()
        worker.wait()
    yield f"{(sink.count - first) / took:.0f} mails a second, {used / number * 1000:.2f} ms of processor each"
    yield f"personal mails in their midst: median {sorted(waits)[len(waits) // 2]:.2f} s, longest {max(waits):.2f} s"


def wait_of_a_personal_mail(sink) -> float:
    from core.mail.compose import queue_mail

    begun = time.time()
    queue_mail(f"personal-{begun}@example.org", "newsletters/mail/subscribed_already", {}, kind="staff")
    return sink.arrived.recv() - begun


if __name__ == "__main__":
    main()
