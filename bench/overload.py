"""What visitors get when many more come than the site can serve: alone, and behind nginx as shipped.

So many clients at once ask for pages that are made anew each time (a search), sign a petition and look at its count.
Whoever is refused presses again five seconds later. All is on loopback, and this program
takes its share of the processor.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep
from dev.cluster import Cluster
from tests.letters import form_token

PATIENCE = 60.0  # seconds a visitor waits
PAUSE = 5.0  # seconds until somebody who was refused tries again; the answer asks for thirty
STAYS_FOR = 10  # requests over one connection
PATHS = {"search": "/search/?q=", "count": "/petitions/petition/count.json", "sign": "/petitions/petition/"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a site with the demo's petition that runs, instead of one made for this")
    parser.add_argument("--clients", type=int, nargs="+", default=[16, 480, 2000])
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args()
    site.allow_open_files()
    if given.url:
        measure("given", given.url, given.url, given)
        return
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")
    cluster.start()
    try:
        with site.served(cluster.url(), folder, BEHIND_PROXY="1") as (url, _pid):
            prepare(cluster, folder)
            report = measure("alone", url, url, given)
            with site.shipped_nginx(folder, url) as (front, _nginx):
                report += measure("nginx", front, url, given)
    finally:
        cluster.leave()
    keep("overload", report)


def prepare(cluster, folder) -> None:
    """Publish the petition."""
    site.configure(cluster, folder)
    import django

    django.setup()
    from django.utils import timezone

    from campaigns.models import Petition
    from publishing import checks

    words = {"title": "Petition", "slug": "petition", "addressee": "B", "demand": "C"}
    with checks.exempt("a measurement's own content"):
        Petition.objects.create(**words, published_at=timezone.now())


@dataclass
class Answers:
    """What came, by kind of request: the status (0: nothing in time, or no connection) and the seconds it took."""

    all: list[tuple[str, int, float]] = field(default_factory=list)

    def tell(self, name, clients, seconds) -> str:
        taken = sorted(took for _kind, _status, took in self.all)
        statuses = Counter(status for _kind, status, _took in self.all)
        served = sum(number for status, number in statuses.items() if status not in (0, 429, 502, 503, 504))
        made = sorted(took for kind, status, took in self.all if kind != "count" and status == 200)
        counts = sorted(took for kind, _status, took in self.all if kind == "count")
        refused = statuses[503] / len(taken)
        return (
            f"{name:6}{clients:5} clients  {served / seconds:5.0f} served/s  {refused:4.0%} refused  "
            f"p50 {_part(taken, 0.5)}  p99 {_part(taken, 0.99)}  slowest {_part(taken, 1)}  "
            f"made {len(made) / seconds:4.0f}/s  count.json p99 {_part(counts, 0.99)}  "
            f"{dict(sorted(statuses.items()))}\n"
        )


def _part(times, part) -> str:
    return f"{times[min(len(times) - 1, int(part * len(times)))]:.2f} s" if times else "-"


def measure(name, url, origin, given) -> str:
    lines = []
    for clients in given.clients:
        answers = asyncio.run(crowd(urlsplit(url), origin, clients, given.seconds))
        lines.append(answers.tell(name, clients, given.seconds))
        print(lines[-1], end="", flush=True)
        time.sleep(3)
    return "".join(lines)


async def crowd(place, origin, clients, seconds) -> Answers:
    """Let so many ask, all at once, for so long."""
    answers, until = Answers(), time.monotonic() + seconds
    await asyncio.gather(*(visit(place, origin, number, until, answers) for number in range(clients)))
    return answers


async def visit(place, origin, number, until, answers) -> None:
    # Visitors from many places: nginx takes only so many requests at once from one.
    chance, own = random.Random(number), (f"127.0.{1 + number // 50}.{2 + number % 50}", 0)
    while time.monotonic() < until:
        writer = None
        for _ in range(STAYS_FOR):
            if time.monotonic() >= until:
                break
            kind = chance.choices(list(PATHS), [6, 2, 2])[0]
            began, status = time.monotonic(), 0
            try:
                async with asyncio.timeout(PATIENCE):
                    if writer is None:
                        reader, writer = await asyncio.open_connection(place.hostname, place.port, local_addr=own)
                    writer.write(request(place, origin, kind, chance))
                    status, is_open = await read_answer(reader)
            except (OSError, TimeoutError, asyncio.IncompleteReadError):
                is_open = False
            answers.all.append((kind, status, time.monotonic() - began))
            if status in (0, 429, 502, 503, 504):
                await asyncio.sleep(PAUSE)
            if not is_open:
                break
        if writer:
            writer.close()


def request(place, origin, kind, chance) -> bytes:
    if kind != "sign":
        path = PATHS[kind] + (f"{chance.getrandbits(40):x}" if kind == "search" else "")
        return f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode()
    address = f"alice.{chance.getrandbits(48):x}@gmail.com"
    token = form_token("SignForm", chance.randrange(30, 7200))
    body = urlencode({"name": "Alice Moreau", "country": "FR", "email": address, "form_token": token})
    network = ".".join(str(chance.randrange(1, 250)) for _ in range(4))
    lines = [
        f"POST {PATHS[kind]} HTTP/1.1",
        f"Host: {place.netloc}",
        f"Origin: {origin}",
        f"X-Forwarded-For: {network}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
    ]
    return ("\r\n".join(lines) + f"\r\n\r\n{body}").encode()


async def read_answer(reader) -> tuple[int, bool]:
    """Return the status of one answer, and whether the connection stays open (RFC 9112)."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"\r\ncontent-length:" in head:
        await reader.readexactly(int(head.partition(b"\r\ncontent-length:")[2].split(b"\r\n", 1)[0]))
    elif b"\r\ntransfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head[9:12]), b"\r\nconnection: close" not in head


if __name__ == "__main__":
    main()
