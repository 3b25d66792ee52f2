"""The first figures, side by side in one run: reading, signing, and the limits they are measured against."""

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

SIGN = """
counter = 0
local seed = tostring({}):gsub("table: ", "")
request = function()
  counter = counter + 1
  local body = "name=Alice+Moreau&country=FR&form_token=" .. os.getenv("FORM_TOKEN")
      .. "&email=alice" .. counter .. "-" .. seed .. "@example.org"
  return wrk.format("POST", "/petitions/petition/", {["Content-Type"] = "application/x-www-form-urlencoded"}, body)
end
response = function(status) if status ~= 200 then wrk.thread:stop() end end
"""
INSERT = """
INSERT INTO campaigns_signature (petition_id, fingerprint, status, token_hash, country, region, display_name, sealed,
    counted, created_at)
VALUES (1, sha256(random()::text::bytea), 'pending', sha256(random()::text::bytea), 'FR', '', '',
    decode(repeat('ab', 250), 'hex'), false, now()) ON CONFLICT (petition_id, fingerprint) DO NOTHING;
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short runs: shows that it works")
    options = parser.parse_args()
    for program in ("wrk", "nginx", "pgbench"):
        if not shutil.which(program):
            raise SystemExit(f"{program} is needed: apt install wrk nginx-light postgresql")
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")  # durable: fsync and synchronous_commit are on
    cluster.start()
    try:
        site.configure(cluster, folder)
        report = Figures(folder, cluster, seconds=1 if options.quick else 6, rounds=1 if options.quick else 3).run()
    finally:
        cluster.leave()
        shutil.rmtree(folder, ignore_errors=True)
    print(report)
    if not options.quick:
        keep("figures", report)


class Figures:
    def __init__(self, folder, cluster, seconds, rounds):
        self.folder, self.cluster, self.seconds, self.rounds = folder, cluster, seconds, rounds
        self.runs: dict[str, list[tuple[float, float, float]]] = {}

    def run(self) -> str:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from bench.content import fill

        fill()
        queries = self.count_queries()
        with site.granian("bench.applications:cached") as (cached, front):
            pages = {"article": "/articles/article-3/", "list": "/articles/", "petition": "/petitions/petition/"}
            bytes_of = {f"{name}.html": fetch(cached + path) for name, path in pages.items()}
            with (
                site.granian("bench.applications:uncached") as (uncached, plain),
                site.granian("bench.applications:bare") as (bare, server),
                site.nginx(bytes_of, self.folder, uncached) as (front_nginx, nginx),
            ):
                for _ in range(self.rounds):
                    self.wrk("hello, same server", f"{uncached}/bench/hello", plain)
                    self.wrk("fixed bytes, same server, no Django", bare, server)
                    for name, path in pages.items():
                        self.wrk(f"{name}, uncached", uncached + path, plain)
                        self.wrk(f"{name}, page cache", cached + path, front)
                        self.wrk(f"{name}, nginx proxy_cache", front_nginx + path, nginx)
                        self.wrk(f"{name}, nginx, file of the same bytes", f"{front_nginx}/static/{name}.html", nginx)
                    self.wrk("signature posted", f"{uncached}/petitions/petition/", plain, self.sign_script())
                    self.pgbench("the same INSERT, pgbench, 8 clients")
        return self.table(queries, {name: len(content) for name, content in bytes_of.items()})

    def wrk(self, name, url, pid, script=None):
        # With a browser's name, for readers are counted and machines are not.
        reader = ["-H", "User-Agent: Mozilla/5.0"]
        command = ["wrk", *reader, "-t2", "-c8" if script else "-c16", f"-d{self.seconds}s", "--latency"]
        if name not in self.runs:  # both workers compile their templates and connect to the database first
            subprocess.run(["wrk", "-t1", "-c8", "-d2s", *(["-s", script] if script else []), url], capture_output=True)
        before = site.cpu_seconds(pid)
        done = subprocess.run(
            [*command, *(["-s", script] if script else []), url], capture_output=True, text=True, check=True
        ).stdout
        used = site.cpu_seconds(pid) - before
        if re.search(r"Non-2xx|Socket errors", done):
            raise SystemExit(f"{name} was answered with errors:\n{done}")
        requests = int(re.search(r"(\d+) requests in", done)[1])
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", done)[1])
        p99 = re.search(r"99%\s+(\S+)", done)[1]
        self.runs.setdefault(name, []).append((rate, 1000 * used / max(requests, 1), p99))

    def pgbench(self, name):
        script = self.folder / "insert.sql"
        script.write_text(INSERT)
        command = ["pgbench", "-n", "-c8", "-j2", f"-T{self.seconds}", "-f", script, "-h", self.cluster.socket]
        done = subprocess.run(
            [*command, "-U", "postgres", "postgres"], capture_output=True, text=True, check=True
        ).stdout
        self.runs.setdefault(name, []).append((float(re.search(r"tps = ([\d.]+)", done)[1]), 0.0, ""))

    def sign_script(self):
        from django.core import signing

        os.environ["FORM_TOKEN"] = signing.dumps("SignForm", salt="public-form")
        script = self.folder / "sign.lua"
        script.write_text(SIGN)
        return str(script)

    def count_queries(self) -> dict[str, int]:
        from django.core import signing
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        form = {"name": "A B", "email": "a@example.org", "country": "FR"}
        form["form_token"] = signing.dumps("SignForm", salt="public-form")
        client, counted = Client(), {}
        for name, path, data in (
            ("article", "/articles/article-3/", None),
            ("list", "/articles/", None),
            ("petition", "/petitions/petition/", None),
            ("signature posted", "/petitions/petition/", form),
        ):
            # As in a process that has answered before.
            client.post(path, data | {"email": "b@example.org"}) if data else client.get(path)
            with CaptureQueriesContext(connection) as queries:
                answer = client.post(path, data) if data else client.get(path)
            assert answer.status_code == 200, answer.status_code
            counted[name] = len(
                [query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
            )
        return counted

    def table(self, queries, sizes) -> str:
        with urllib.request.urlopen("file:///proc/cpuinfo") as file:
            machine = re.search(r"model name\s*: (.*)", file.read().decode())
        lines = [
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores ({machine[1] if machine else 'unknown'}), "
            f"load generator on the same machine; {self.rounds} rounds of {self.seconds} s, medians",
            f"queries: {json.dumps(queries)}; bytes: {json.dumps(sizes)}",
            "",
            f"{'':44}{'requests/s':>12}{'CPU ms/request':>16}{'p99':>10}",
        ]
        for name, runs in self.runs.items():
            rate, cpu = statistics.median(run[0] for run in runs), statistics.median(run[1] for run in runs)
            lines.append(f"{name:44}{rate:12,.0f}{cpu:16.3f}{runs[-1][2]:>10}")
        return "\n".join(lines) + "\n"


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return answer.read()


if __name__ == "__main__":
    main()
