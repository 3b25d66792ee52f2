"""What visitors notice while some send the beginning of a form and then nothing: alone, and behind nginx as shipped.

Silent POSTs are held for half a minute; meanwhile one visitor after the other asks for /healthz, the home page (kept in
memory) and a search (made anew each time). Everything is on loopback; --url measures a site that runs already.
"""

import argparse
import asyncio
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep
from dev.cluster import Cluster

HOLD = 30.0  # seconds
PATIENCE = 10.0  # seconds a visitor waits
VISITOR = ("127.0.0.2", 0)  # another computer than the silent ones', of whom nginx takes only so many from one address
COOKIES = f"Cookie: csrf={'a' * 32}; session={'b' * 32}"
KINDS = {
    "a public form": ("/webmention/ HTTP/1.1", 5000),
    "the login": (f"/admin/login/ HTTP/1.1\r\n{COOKIES}", 5000),
    "a film": (f"/admin/articles/article/add/ HTTP/1.1\r\n{COOKIES}", 100_000_000),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="a site that runs, instead of one made for this")
    parser.add_argument("--numbers", type=int, nargs="+", default=[8, 64, 300])
    given = parser.parse_args()
    if given.url:
        report = measure("given", given.url, given.numbers)
    else:
        report = alone_and_behind_nginx(given.numbers)
    keep("slow-bodies", report)


def alone_and_behind_nginx(numbers) -> str:
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres", throwaway=True)
    cluster.start()
    try:
        with site.served(cluster.url(), folder) as (url, _pid), site.shipped_nginx(folder, url) as (front, _nginx):
            return measure("alone", url, numbers) + measure("nginx", front, numbers)
    finally:
        cluster.leave()


def measure(name, url, numbers) -> str:
    lines = []
    for kind, (head, length) in KINDS.items():
        for number in numbers:
            taken, ended = asyncio.run(attack(urlsplit(url), head, length, number))
            row = f"{name:8}{kind:15}{number:5} silent  " + "  ".join(tell(*one) for one in taken.items())
            row += f"  ended by the site: {len(ended)}, after {max(ended, default=0):.0f} s at most"
            print(row, flush=True)
            lines.append(row + "\n")
    return "".join(lines)


def tell(path, times) -> str:
    answered = [seconds for seconds in times if seconds is not None]
    middle = f"{1000 * statistics.median(answered):.0f}/{1000 * max(answered):.0f} ms" if answered else "-"
    return f"{path.partition('?')[0]} {len(answered)}/{len(times)} {middle}"


async def attack(place, head, length, number):
    """Return the seconds of each visitor's answer by path (None: none in time), and when silent senders were ended."""
    silent = [asyncio.create_task(be_silent(place, head, length)) for _ in range(number)]
    await asyncio.sleep(1)
    taken, until = {"/healthz": [], "/": [], "/search/?q=": []}, time.monotonic() + HOLD - 1
    while time.monotonic() < until:
        for path, times in taken.items():
            times.append(await visit(place, path + (secrets.token_hex(4) if "?" in path else "")))
        await asyncio.sleep(0.2)
    ended = [seconds for seconds in await asyncio.gather(*silent) if seconds is not None]
    return taken, ended


async def be_silent(place, head, length) -> float | None:
    """Return after how many seconds the site ended it, or None when it held on."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(HOLD):
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            fixed = f"Host: {place.netloc}\r\nOrigin: http://{place.netloc}\r\nContent-Length: {length}\r\n"
            kind = "Content-Type: application/x-www-form-urlencoded\r\n"
            writer.write(f"POST {head}\r\n{fixed}{kind}\r\nname=a".encode())
            await reader.read()
    except TimeoutError:
        return None
    except OSError:
        pass
    finally:
        if "writer" in locals():
            writer.close()
    return time.monotonic() - began


async def visit(place, path) -> float | None:
    began = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection(place.hostname, place.port, local_addr=VISITOR)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n".encode())
            answer = await reader.read()
            writer.close()
    except (OSError, TimeoutError):
        return None
    return time.monotonic() - began if answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 301")) else None


if __name__ == "__main__":
    main()
