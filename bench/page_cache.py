"""What a page costs that is already made, by the links and headers with which it is asked for: all in one run.

Two workers as in production on a durable Postgres; wrk on the same machine, each kind in turn, several rounds.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
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
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed: apt install wrk")
    seconds, rounds = (1, 1) if options.quick else (5, 3)
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")
    cluster.start()
    try:
        site.configure(cluster, folder)
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
    """Return for each kind the requests per second of every round, and the server's milliseconds for a request."""
    runs = {kind: [] for kind in KINDS}
    with site.granian("ngo_site.asgi:application") as (url, pid):
        for kind in KINDS:
            wrk(url, pid, script(folder, kind), 1)  # both workers are warm, and have the page
        for _round in range(rounds):
            for kind in KINDS:
                runs[kind].append(wrk(url, pid, script(folder, kind), seconds))
    return runs


def script(folder, kind) -> Path:
    said = KINDS[kind]
    path = f"{PAGE}?{said['query']}".replace("{}", '" .. n .. "') if "query" in said else PAGE
    name, value = said.get("header", ("", ""))
    header = f'headers["{name}"] = "{value}"'.replace("{}", '" .. n .. "') if name else ""
    file = folder / "kind.lua"
    file.write_text(SCRIPT.replace("HEADER", header).replace("PATH", path))
    return file


def wrk(url, pid, lua, seconds) -> tuple[float, float]:
    command, before = ["wrk", "-t2", "-c8", f"-d{seconds}s", "-s", lua, url], site.cpu_seconds(pid)
    done = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if re.search(r"Non-2xx", done):
        raise SystemExit(f"answered with errors:\n{lua.read_text()}\n{done}")
    used, requests = site.cpu_seconds(pid) - before, int(re.search(r"(\d+) requests in", done)[1])
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1]), 1000 * used / max(requests, 1)


def tell(runs, seconds, rounds) -> str:
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, wrk -t2 -c8 on the same machine, "
        f"{rounds} rounds of {seconds} s, medians; {PAGE}",
        "",
        f"{'':40}{'requests/s':>12}{'of plain':>10}{'CPU ms/request':>16}{'of plain':>10}",
    ]
    medians = {kind: [statistics.median(column) for column in zip(*said, strict=True)] for kind, said in runs.items()}
    plain_rate, plain_cpu = medians["plain"]
    for kind, (rate, cpu) in medians.items():
        lines.append(f"{kind:40}{rate:12,.0f}{rate / plain_rate:10.0%}{cpu:16.3f}{cpu / plain_cpu:10.1f}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
