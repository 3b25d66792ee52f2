"""What a page costs that is already made, by the links and headers with which it is asked for: all in one run.

Beside it what the bare server makes of the same bytes, and behind the shipped nginx, which counts its hits, what nginx
makes of them as a file. Two workers as in production on a durable Postgres; wrk on the same machine, each row in turn,
several rounds.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep
from dev.cluster import Cluster

PAGE = "/petitions/petition/"
# Every request has another value: {} is a number that is not used again.
KINDS = {
    "plain": {},
    "?fbclid=<random>": {"query": "fbclid=IwAR0x9fQz-3nTVw7{}"},
    "?utm_source=..&utm_campaign=<random>": {"query": "utm_source=facebook&utm_medium=social&utm_campaign={}"},
    "?fbclid= of 1,000 characters": {"query": "fbclid=" + "x" * 1000 + "{}"},
    "?via=qr1&fbclid=<random>": {"query": "via=qr1&fbclid={}"},
    "Cookie: session=<random>": {"header": ("Cookie", "session={}")},
    "Cookie: session=<random>, 40 long": {"header": ("Cookie", "session=abcdefghijklmnopqrstuvwxyz012345{}")},
    "Authorization: Basic <random>": {"header": ("Authorization", "Basic {}")},
    "Range: bytes=0-<random>": {"header": ("Range", "bytes=0-{}")},
    "Host: 127.0.0.1:<random>": {"header": ("Host", "127.0.0.1:{}")},
}
BEHIND_NGINX = ["plain", "?fbclid=<random>", "?fbclid= of 1,000 characters", "?via=qr1&fbclid=<random>"]
BARE, FILE = "bare server, the same bytes", "nginx, file of the same bytes"
LOAD_BEFORE = os.getloadavg()[0]
SCRIPT = """
local number = 0
function setup(thread) number = number + 10000000; thread:set("start", number) end
function request()
  number = number + 1
  local n = tostring(start + number)
  local headers = {["User-Agent"] = "Mozilla/5.0"}  -- readers are counted, machines are not
  HEADER
  return wrk.format("GET", "PATH", headers)
end
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short runs: shows that it works")
    options = parser.parse_args()
    if not shutil.which("wrk") or not shutil.which("nginx"):
        raise SystemExit("wrk and nginx are needed: apt install wrk nginx-light")
    seconds, rounds = (1, 1) if options.quick else (5, 3)
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")
    cluster.start()
    try:
        site.configure(cluster, folder, BEHIND_PROXY="1")
        prepare()
        report = tell(measure(folder, seconds, rounds), seconds, rounds)
    finally:
        cluster.leave()
        shutil.rmtree(folder, ignore_errors=True)
    print(report, end="")
    if not options.quick:
        keep("page-cache", report)


def prepare():
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench.content import fill

    fill(articles=20)


def measure(folder, seconds, rounds) -> dict[str, list[tuple[float, float]]]:
    """Return for each row the requests per second of every round, and the servers' milliseconds for a request."""
    with site.granian("ngo_site.asgi:application") as (own, pid), site.shipped_nginx(folder, own) as (nginx, front):
        with urllib.request.urlopen(own + PAGE) as answer:
            page, headers = answer.read(), [pair for pair in answer.getheaders() if pair[0] not in {"server", "date"}]
        for file in (folder / "page.html", folder / ".static/page.html"):
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(page)
        os.environ |= {"BARE_PAGE": str(folder / "page.html"), "BARE_HEADERS": json.dumps(headers)}
        with site.granian("bench.bare_asgi:application") as (bare, bare_pid):
            rows = {BARE: (bare, [bare_pid], "/", "plain")}
            rows |= {kind: (own, [pid], PAGE, kind) for kind in KINDS}
            rows |= {FILE: (nginx, [front], "/static/page.html", "plain")}
            rows |= {f"nginx, {kind}": (nginx, [front, pid], PAGE, kind) for kind in BEHIND_NGINX}
            runs = {row: [] for row in rows}
            for url, pids, path, kind in rows.values():
                wrk(url, pids, script(folder, path, kind), 1)  # all workers are warm, and have the page
            for _round in range(rounds):
                for row, (url, pids, path, kind) in rows.items():
                    runs[row].append(wrk(url, pids, script(folder, path, kind), seconds))
    return runs


def script(folder, path, kind) -> Path:
    said = KINDS[kind]
    path = f"{path}?{said['query']}".replace("{}", '" .. n .. "') if "query" in said else path
    name, value = said.get("header", ("", ""))
    header = f'headers["{name}"] = "{value}"'.replace("{}", '" .. n .. "') if name else ""
    file = folder / "kind.lua"
    file.write_text(SCRIPT.replace("HEADER", header).replace("PATH", path))
    return file


def wrk(url, pids, lua, seconds) -> tuple[float, float]:
    command, before = ["wrk", "-t2", "-c8", f"-d{seconds}s", "-s", lua, url], sum(map(site.cpu_seconds, pids))
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if re.search(r"Non-2xx", done):
        raise SystemExit(f"answered with errors:\n{lua.read_text()}\n{done}")
    used, requests = sum(map(site.cpu_seconds, pids)) - before, int(re.search(r"(\d+) requests in", done)[1])
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1]), 1000 * used / max(requests, 1)


def tell(runs, seconds, rounds) -> str:
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, wrk -t2 -c8 on the same machine, "
        f"{rounds} rounds of {seconds} s, medians; {PAGE}",
        f"load before and after: {LOAD_BEFORE:.1f} and {os.getloadavg()[0]:.1f}",
        "",
        f"{'':46}{'requests/s':>12}{'of it':>8}{'CPU ms/request':>16}{'of it':>8}",
    ]
    medians = {row: [statistics.median(column) for column in zip(*said, strict=True)] for row, said in runs.items()}
    for row, (rate, cpu) in medians.items():
        if row in (BARE, FILE):
            whole_rate, whole_cpu = rate, cpu
        lines.append(f"{row:46}{rate:12,.0f}{rate / whole_rate:8.0%}{cpu:16.3f}{cpu / whole_cpu:8.1f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
