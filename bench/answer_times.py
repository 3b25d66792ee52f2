"""How long the answer to a comment takes, by what we know of the mailbox: a stranger must not read that from it.

Real requests to one worker, on a durable Postgres, the cases in turn. By chance, p is below 0.05 in one of twenty runs.
"""

import argparse
import http.client
import math
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep
from dev.cluster import Cluster

ARTICLES, TEXT = 12, "I have it on my wall."
CASES = {
    "an unknown mailbox": "new-{n}@example.org",
    "whose words these are": "alice@example.org",
    "had its mails today": "bob-{n}@example.org",
    "ten comments wait": "carol@example.org",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=400)
    rounds = parser.parse_args().rounds
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")
    cluster.start()
    try:
        site.configure(cluster, folder, BEHIND_PROXY="1")
        token = prepare(rounds)
        with site.granian("ngo_site.asgi:application", workers=1) as (url, _pid):
            report = tell(measure(urlsplit(url).netloc, token, rounds), rounds)
    finally:
        cluster.leave()
    keep("answer-times", report)
    print(report, end="")


def prepare(rounds) -> str:
    """Bring the mailboxes into their states; return a form's token that is old enough to be a person's."""
    import django

    django.setup()
    from django.core import signing
    from django.core.management import call_command
    from django.utils import timezone

    from articles.comments import submissions
    from articles.comments.submissions import CommentDraft
    from articles.models import Article, CommentOptIn
    from core.http.throttle import Throttle
    from core.mail.limits import due_at

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    token = signing.dumps("CommentForm", salt="public-form")
    for number in range(ARTICLES):
        words = {"title": "A", "slug": f"a{number}", "summary": "A", "body": "<p>B</p>"}
        article = Article.objects.create(**words, published_at=timezone.now())
        submissions.post(article, CASES["whose words these are"], CommentDraft("Alice", TEXT))
    CommentOptIn.objects.update(status="confirmed", confirmed_at=timezone.now())
    for number in range(10):
        submissions.post(article, CASES["ten comments wait"], CommentDraft("Carol", f"Number {number}"))
    Throttle.objects.all().delete()
    for number in range(rounds):
        for _ in range(3):
            due_at(CASES["had its mails today"].format(n=number))
    time.sleep(4)
    return token


def measure(host, token, rounds) -> dict[str, list[float]]:
    connection, taken = http.client.HTTPConnection(host), {case: [] for case in CASES}
    order = list(CASES)
    for number in range(-20, rounds):
        order.append(order.pop(0))
        for place, case in enumerate(order):
            email = CASES[case].format(n=number)
            form = {"name": "Alice", "email": email, "comment": TEXT, "form_token": token}
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": f"{11 + place}.{(number + 20) // 250}.{(number + 20) % 250}.1",
            }
            start = time.perf_counter()
            connection.request("POST", f"/articles/a{number % ARTICLES}/comments/", urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 302:
                raise SystemExit(f"{case}: {answer.status}")
            if number >= 0:  # after the worker is warm
                taken[case].append(time.perf_counter() - start)
    return taken


def tell(taken, rounds) -> str:
    first, *others = taken
    lines = [f"{rounds} rounds, milliseconds; p: Mann-Whitney against “{first}”", ""]
    lines.append(f"{'':24}{'first quarter':>14}{'median':>9}{'third':>9}{'p':>7}")
    for case, times in taken.items():
        low, middle, high = (1000 * cut for cut in statistics.quantiles(times, n=4))
        p = f"{difference(taken[first], times):7.2f}" if case in others else ""
        lines.append(f"{case:24}{low:14.2f}{middle:9.2f}{high:9.2f}{p}")
    return "\n".join([*lines, ""])


def difference(one, other) -> float:
    """Return how likely two lists of times differ as much as these by chance alone (two-sided, no ties)."""
    ranked = sorted([(seconds, 0) for seconds in one] + [(seconds, 1) for seconds in other])
    ranks = sum(rank for rank, (_seconds, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(one), len(other)
    u = ranks - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


if __name__ == "__main__":
    main()
