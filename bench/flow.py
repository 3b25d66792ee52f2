"""The whole flow of signing: form, mail over SMTP, link, button. A ledger tells whether anything was lost on the way.

Server and worker are processes of their own, as in production, on a durable Postgres; signers and mail server are this
process. All share the processor.
"""

import argparse
import asyncio
import http.client
import os
import queue
import random
import re
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep
from bench.run import machine
from bench.run.servers import postgres_of
from bench.sink import Sink, listen
from dev.cluster import Cluster
from tests.letters import form_token
from tests.ports import free_port

MOST_WAITING = 150  # signers between form and button
LINK = re.compile(rb"https?://[^/\s]+(/\S*confirm/\S+)")


class Links(Sink):
    """Hands the link in each mail to whoever presses buttons."""

    links: "queue.Queue[str]" = queue.Queue()

    def take(self, content):
        self.links.put(LINK.search(content)[1].decode())


class Campaign:
    """Signers at work until the time is over, and the ledger of what they were told."""

    def __init__(self, host: str, seconds: float):
        self.host, self.until = host, time.monotonic() + seconds
        self.taken: dict[str, list[float]] = {"form": [], "link": [], "button": []}
        self.signed = self.confirmed = 0
        self.lock = threading.Lock()
        self.room = threading.Semaphore(MOST_WAITING)

    def sign(self, number: int) -> None:
        line = http.client.HTTPConnection(self.host)
        chance = random.Random(number)
        while time.monotonic() < self.until:
            self.room.acquire()
            address = f"alice.{chance.getrandbits(48):x}@gmail.com"
            # Of one page, opened in one second, no more than a hundred mails an hour are sent at once.
            token = form_token("SignForm", chance.randrange(30, 7200))
            form = {"name": "Alice Moreau", "country": "FR", "email": address, "form_token": token}
            place = ".".join(str(chance.randrange(1, 250)) for _ in range(4))
            if b"Check your mail" in self.ask(line, "form", "POST", "/petitions/petition/", urlencode(form), place):
                with self.lock:
                    self.signed += 1

    def press(self) -> None:
        line = http.client.HTTPConnection(self.host)
        while (path := Links.links.get()) != "":
            self.ask(line, "link", "GET", path)
            if b"Thank you. You count." in self.ask(line, "button", "POST", path):
                with self.lock:
                    self.confirmed += 1
            self.room.release()

    def ask(self, line, what, method, path, body="", place="203.0.113.1") -> bytes:
        begun = time.perf_counter()
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
        line.request(method, path, body, {**kind, "X-Forwarded-For": place, "X-Forwarded-Proto": "http"})
        answer = line.getresponse().read()
        self.taken[what].append(time.perf_counter() - begun)
        return answer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--signers", type=int, default=4, help="forms sent, and buttons pressed, at the same time")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")  # durable: fsync and synchronous_commit are on
    cluster.start()
    port = free_port()
    try:
        site.configure(
            cluster, folder, BEHIND_PROXY="1", EMAIL_URL=f"smtp://127.0.0.1:{port}", UNASKED_MAILS_AN_HOUR="100000000"
        )
        prepare()
        threading.Thread(target=asyncio.run, args=[listen(port, Links)], daemon=True).start()
        worker = [sys.executable, str(site.ROOT / "manage.py"), "run_jobs"]
        with site.granian("ngo_site.asgi:application") as (url, pid), site.running(worker, f"{url}/healthz") as jobs:
            parts = {"server": pid, "worker": jobs, "Postgres": postgres_of(cluster)}
            report = tell(measure(urlsplit(url).netloc, given.seconds, given.signers, parts))
    finally:
        cluster.leave()
    print(report)
    if given.seconds >= 600:
        keep("flow", report)


def prepare():
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench.content import fill

    fill(articles=3)


def measure(host: str, seconds: float, signers: int, parts: dict[str, int] | None = None) -> dict:
    """Return whole flows a second, the milliseconds of each step, and the ledger: what was told, kept and lost.

    ``parts`` are processes by their names: of each is told what a flow takes of the processor.
    """
    from campaigns.models import Signature
    from core.mail.outbox import OutboxMail

    campaign, begun = Campaign(host, seconds), time.monotonic()
    used = {name: machine.cpu([pid]) for name, pid in (parts or {}).items()}
    own = time.process_time()
    pressing = [threading.Thread(target=campaign.press) for _ in range(signers)]
    signing = [threading.Thread(target=campaign.sign, args=[number]) for number in range(signers)]
    for thread in [*pressing, *signing]:
        thread.start()
    for thread in signing:
        thread.join()
    while campaign.confirmed < campaign.signed and time.monotonic() < campaign.until + 60:
        time.sleep(0.1)
    took = time.monotonic() - begun
    cpu = {name: machine.cpu([pid]) - used[name] for name, pid in (parts or {}).items()}
    cpu["signers and mail server"] = time.process_time() - own
    for _ in pressing:
        Links.links.put("")
    kept = Signature.objects.filter(status__in=["confirmed", "held"]).count()
    steps = {what: [quantile(taken, 50) * 1000, quantile(taken, 95) * 1000] for what, taken in campaign.taken.items()}
    return {
        "flows a second": round(campaign.confirmed / took, 1),
        "seconds": round(took),
        "ms, median and p95": {what: [round(value) for value in values] for what, values in steps.items()},
        "CPU ms a flow": {name: round(each * 1000 / max(1, campaign.confirmed), 1) for name, each in cpu.items()},
        "acknowledged": campaign.signed,
        "confirmed": campaign.confirmed,
        "kept": kept,
        "in the outbox": OutboxMail.objects.count(),
        "lost": campaign.signed - campaign.confirmed + max(0, campaign.confirmed - kept),
    }


def tell(found: dict) -> str:
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, signers and mail server on the same machine",
        f"{found['flows a second']} whole flows a second for {found['seconds']} s",
        *(f"{what:8s} median {step[0]} ms, p95 {step[1]} ms" for what, step in found["ms, median and p95"].items()),
        "CPU ms a flow: " + ", ".join(f"{name} {each}" for name, each in found["CPU ms a flow"].items()),
        f"acknowledged {found['acknowledged']}, confirmed {found['confirmed']}, in the database {found['kept']}, "
        f"mails in the outbox {found['in the outbox']}, "
        f"LOST {found['lost']}",
    ]
    return "\n".join(lines) + "\n"


def quantile(taken: list[float], percent: int) -> float:
    return sorted(taken)[min(len(taken) - 1, len(taken) * percent // 100)]


if __name__ == "__main__":
    main()
