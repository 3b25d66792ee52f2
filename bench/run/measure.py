"""The measurement: content, servers, a quiet machine, memory, rounds, the whole flow."""

import asyncio
import contextlib
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from bench import flow, site
from bench.content import fill
from bench.run import asking, machine, memory, rounds, rows
from bench.run.peer import Wagtail
from bench.run.queries import count_queries
from bench.run.servers import jobs, nginx, postgres_of, serve
from dev.cluster import Cluster
from dev.terminal import step
from tests.ports import free_port

SITE = "ngo_site.asgi:application"
ARTICLES = [f"/articles/article-{number}/" for number in range(60)]


class Measurement:
    """``options`` are those of the command; everything it makes lies in ``folder``, except Wagtail's packages."""

    def __init__(self, folder: Path, options):
        self.folder, self.options = folder, options
        self.cluster = Cluster(folder / "postgres")  # durable: fsync and synchronous_commit are on
        self.wagtail = None if options.without_wagtail else Wagtail(self.cluster, folder)
        self.figures: dict = {}

    def run(self) -> dict:
        self.cluster.start()
        try:
            with step("Making the content"):
                self.prepare()
            if self.wagtail:
                with step("The same for Wagtail"):
                    self.wagtail.prepare()
            with step(f"Waiting for a quiet machine, {self.options.patience:.0f} s at most"):
                self.describe()
            with step("Memory"):
                self.figures["memory"] = self.measure_memory()
            with step(f"{self.options.rounds} rounds"):
                self.measure_rows()
            with step("The whole flow of signing"):
                self.figures["flow"] = self.measure_flow()
        finally:
            self.cluster.leave()
        if self.options.search_at:
            with step(f"Search at {self.options.search_at} articles"):
                self.figures["search"] = self.measure_search(self.options.search_at)
        return self.figures

    def prepare(self) -> None:
        self.mail_port = free_port()
        smtp = f"smtp://127.0.0.1:{self.mail_port}"
        site.configure(self.cluster, self.folder, BEHIND_PROXY="1", EMAIL_URL=smtp, UNASKED_MAILS_AN_HOUR="100000000")
        threading.Thread(target=asyncio.run, args=[flow.listen(self.mail_port, flow.Links)], daemon=True).start()
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        fill(len(ARTICLES))
        self.figures["queries"] = count_queries()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def describe(self) -> None:
        waited, share = machine.wait_until_quiet(self.options.patience)
        self.figures |= {
            "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            "machine": f"{os.cpu_count()} cores, {machine.model()}",
            "versions": {"Python": platform.python_version(), "Django": django.__version__},
            "waited for quiet, seconds": round(waited),
            "busy before, cores": round(share, 2),
            "rounds": self.options.rounds,
            "seconds": self.options.seconds,
        }
        if self.wagtail:
            self.figures["versions"]["Wagtail"] = self.wagtail.version()

    def measure_memory(self) -> dict[str, dict[str, float]]:
        seconds, found = 4 * self.options.seconds, {}
        reading = asking.readers([*ARTICLES, "/articles/", "/", "/petitions/petition/"], "/search/")
        with self.fresh_postgres() as postgres, serve(SITE, postgres) as server, jobs() as worker:
            requests = memory.mixed(reading, asking.our_signatures())
            found[rows.OURS] = memory.measure(server, [worker], requests, seconds)
        if self.wagtail:
            with self.fresh_postgres() as postgres, self.wagtail.serve(postgres) as server:
                reading = asking.readers([*ARTICLES, "/articles/", "/", "/petition/"], "/search/")
                requests = memory.mixed(reading, asking.wagtail_signatures(server.address))
                found[rows.WAGTAIL] = memory.measure(server, [], requests, seconds)
        return found

    @contextlib.contextmanager
    def fresh_postgres(self):
        """Start Postgres anew, so that nobody's pages are in its memory."""
        connection.close()
        self.cluster.leave()
        self.cluster.start()
        yield postgres_of(self.cluster)

    def measure_rows(self) -> None:
        postgres = postgres_of(self.cluster)
        with contextlib.ExitStack() as stack:
            enter = stack.enter_context
            uncached = enter(serve("bench.applications:uncached", postgres, ready="/bench/hello"))
            cached = enter(serve(SITE, postgres))
            bare = enter(serve("bench.applications:bare", postgres))
            measured = rows.our_rows(uncached) + rows.cached_rows(cached, bare)
            if shutil.which("nginx"):
                _answer, page = asking.fetch(cached.address, asking.PAGES["article"][0])
                front = enter(nginx(self.folder, cached, {"article.html": page}))
                measured += rows.nginx_rows(front, cached)
            if self.wagtail:
                measured = rows.in_turn(measured, rows.wagtail_rows(enter(self.wagtail.serve(postgres))))
            rounds.run(measured, self.options.seconds, self.options.rounds)
        self.figures["busy with others, cores"] = round(max(statistics.median(row.others) for row in measured), 2)
        self.figures["rows"] = rows.tell(measured)

    def measure_flow(self) -> dict:
        """In emptied tables, for the mails of all who have signed so far would come first."""
        site.empty_database()
        flow.Links.links.queue.clear()
        fill(3)
        connection.close()
        with serve(SITE, postgres_of(self.cluster)) as server, jobs():
            return flow.measure(f"127.0.0.1:{server.port}", max(2, 10 * self.options.seconds), signers=4)

    def measure_search(self, articles: int) -> dict[str, float]:
        """Run bench/search.py, which has a cluster and a process of its own."""
        command = [sys.executable, site.ROOT / "bench/search.py", "--articles", str(articles)]
        said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        p50, p95 = re.search(r"p50 ([\d.]+) ms, p95 ([\d.]+) ms", said).groups()
        return {"articles": articles, "p50 ms": float(p50), "p95 ms": float(p95)}
