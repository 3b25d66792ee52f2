"""How long the answer to a signature takes, by what we know of the mailbox: a stranger must not read that from it.

Real requests to one worker, on a durable Postgres, the cases in turn; the result tells the means' differences.
"""

import argparse
import http.client
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.answer_times import tell
from bench.kept import keep
from dev.cluster import Cluster
from tests.letters import form_token

CASES = {
    "new": "new-{n}@gmail.com",
    "waiting": "waiting-{n}@gmail.com",
    "confirmed": "confirmed-{n}@gmail.com",
    "held back": "held-{n}@gmail.com",
    "had its mails today": "three-{n}@gmail.com",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--plain", action="store_true", help="without a tick for news and newsletter")
    given = parser.parse_args()
    rounds, boxes = given.rounds, {} if given.plain else {"updates": "on", "newsletter": "on"}
    folder = Path(tempfile.mkdtemp(prefix="ngo-bench-"))
    cluster = Cluster(folder / "postgres")
    cluster.start()
    try:
        site.configure(cluster, folder, BEHIND_PROXY="1")
        prepare(rounds)
        with site.granian("ngo_site.asgi:application", workers=1) as (url, _pid):
            taken = measure(urlsplit(url).netloc, boxes, rounds)
    finally:
        cluster.leave()
    report = means(taken) + tell(taken, rounds)
    keep("signing-times-plain" if given.plain else "signing-times", report)
    print(report[:2000])


def prepare(rounds) -> None:
    """Bring the mailboxes into their states."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from campaigns.models import Petition, Signature
    from campaigns.signatures.signing import sign
    from core.http.throttle import Throttle
    from core.mail.limits import due_at
    from core.models import OutboxMail
    from publishing import checks

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    words = {"title": "A", "slug": "a", "addressee": "B", "demand": "C"}
    with checks.exempt("a measurement's own content"):
        petition = Petition.objects.create(**words, published_at=timezone.now())
    for number in range(-20, rounds):
        for case in ("waiting", "confirmed", "held back"):
            sign(petition, name="Alice", email=CASES[case].format(n=number), country="FR")
            if case != "waiting":
                status = "confirmed" if case == "confirmed" else "held"
                Signature.objects.filter(pk=Signature.objects.latest("pk").pk).update(status=status)
    Throttle.objects.all().delete()
    OutboxMail.objects.all().delete()
    for number in range(-20, rounds):
        for _ in range(3):
            due_at(CASES["had its mails today"].format(n=number))


def measure(host, common, rounds) -> dict[str, list[float]]:
    connection, taken = http.client.HTTPConnection(host), {case: [] for case in CASES}
    order = list(CASES)
    for number in range(-20, rounds):
        order.append(order.pop(0))
        for case in order:
            form = {"name": "Alice", "email": CASES[case].format(n=number), "country": "FR"} | common
            form["form_token"] = form_token("SignForm", 60 + number % 3600)
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Forwarded-For": f"11.{(number + 20) // 250}.{(number + 20) % 250}.1",
            }
            start = time.perf_counter()
            connection.request("POST", "/petitions/a/", urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{case}: {answer.status}")
            if number >= 0:  # after the worker is warm
                taken[case].append(time.perf_counter() - start)
    return taken


def means(taken) -> str:
    found = {case: 1000 * statistics.fmean(times) for case, times in taken.items()}
    lines = [f"{case:24}{mean:9.2f}{mean - found['new']:+9.2f}" for case, mean in found.items()]
    largest = max(found.values()) - min(found.values())
    head = "mean, and its difference to “new” (ms)"
    return "\n".join([head, *lines, f"largest difference: {largest:.2f} ms", "", ""])


if __name__ == "__main__":
    main()
