"""Where the time of the busiest answers goes: pages, a signature, the link in its mail, the button behind it.

    python bench/profiles.py

Asked in this process, through Django's handler and without a page cache. Calls of functions do not depend on what else
the machine does; milliseconds do. Shares are by cProfile, which makes what is called often look larger than it is.
"""

import cProfile
import itertools
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep
from bench.run.asking import PAGES
from dev.cluster import Cluster

STEPS = ("signature", "link", "button")
ROUNDS, EACH = 12, 30
# Whose a function is, by its file; the first that fits.
PARTS = {
    "waiting for Postgres": ("psycopg2.extensions",),
    "templates": ("django/template", "templatetags", "core/template_loaders"),
    "queries": ("django/db", "core/prepared", "core/row_objects", "core/statements"),
    "forms": ("django/forms", "core/http/public_forms"),
    "addresses": ("django/urls",),
    "handler and middleware": ("django/core/handlers", "middleware", "django/http", "asgiref"),
    "site": ("articles/", "campaigns/", "core/", "newsletters/", "ngo_site/", "organisation/", "publishing/"),
}


class Visitor:
    """Asks the site's handler, and knows the links of the mails that signatures wrote."""

    def __init__(self):
        from campaigns.signatures import signing
        from ngo_site.wsgi import application

        self.answer, self.links, self.numbers = application.app, [], itertools.count()
        write_mail = signing.write_mail

        def noted(petition, email, token, *args, **kwargs):
            self.links.append(token)
            return write_mail(petition, email, token, *args, **kwargs)

        signing.write_mail = noted

    def ask(self, path: str, form: dict | None = None) -> None:
        from django.test import RequestFactory

        ours = RequestFactory(HTTP_HOST="127.0.0.1", HTTP_ORIGIN="http://127.0.0.1")
        if form is None:
            request = ours.get(path)
        else:
            number = next(self.numbers)
            place = f"127.{number // 60_000}.{number // 250 % 240}.{number % 250}"
            kind = "application/x-www-form-urlencoded"
            request = ours.post(path, urlencode(form), content_type=kind, REMOTE_ADDR=place)
        said: list[str] = []
        body = self.answer(request.environ, lambda status, headers, error=None: said.append(status))
        b"".join(body)
        body.close()
        if said != ["200 OK"]:
            raise SystemExit(f"{path} answers {said}")

    def do(self, name: str) -> None:
        from tests.letters import form_token

        if name in PAGES:
            self.ask(PAGES[name][0])
        elif name == "signature":
            form = {"name": "Alice Moreau", "country": "FR", "form_token": form_token("SignForm", 30)}
            self.ask(PAGES["petition"][0], {**form, "email": f"alice{next(self.numbers)}@gmail.com"})
        else:
            link = self.links[-1] if name == "link" else self.links.pop()
            self.ask(f"/petitions/confirm/{link}/", None if name == "link" else {})


def measure(name: str, visitor: Visitor, backend: int) -> str:
    if name == "button":
        for _ in range(ROUNDS * EACH + 110):
            visitor.do("signature")
    own, theirs = [], []
    for _ in range(ROUNDS):
        began, asked = time.process_time(), _cpu(backend)
        for _ in range(EACH):
            visitor.do(name)
        own.append((time.process_time() - began) * 1000 / EACH)
        theirs.append((_cpu(backend) - asked) * 1000 / EACH)
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(100):
        visitor.do(name)
    profile.disable()
    stats = pstats.Stats(profile)
    shares: Counter[str] = Counter()
    for (file, _line, function), (_calls, _all, took, *_rest) in stats.stats.items():  # type: ignore[attr-defined]
        where = f"{file}:{function}"
        shares[next((part for part, signs in PARTS.items() if any(s in where for s in signs)), "other")] += took
    told = ", ".join(f"{part} {took / stats.total_tt:.0%}" for part, took in shares.most_common())
    calls = round(stats.total_calls / 100)
    times = f"Python {statistics.median(own):.2f}, Postgres {statistics.median(theirs):.2f} ms"
    return f"{name:10s} {calls:6,} calls; {times}; {told}"


def _cpu(pid: int) -> float:
    """Return the seconds of processor time of one process, by its scheduler's clock."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres", throwaway=True)
    cluster.start()
    try:
        site.configure(cluster, folder, UNASKED_MAILS_AN_HOUR="100000000")
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from bench.content import fill

        fill()
        call_command("reindex", verbosity=0)
        visitor = Visitor()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = cursor.fetchone()[0]
        lines = [measure(name, visitor, backend) for name in (*PAGES, *STEPS)]
    finally:
        cluster.leave()
    report = "\n".join([f"{os.cpu_count()} cores; for one answer", *lines]) + "\n"
    print(report)
    keep("profiles", report)


if __name__ == "__main__":
    main()
