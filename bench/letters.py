"""A letter to many: writing the copies, handing them to the outbox, and what unlocking the addresses costs of it.

Empties the database that DATABASE_URL names.
"""

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep

ROOT = Path(__file__).resolve().parent.parent
BODY = "<p>Dear friends,</p><p>four printers are free. <a href='/petitions/bench/'>Read how</a>.</p>" * 5


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=50_000)
    number = parser.parse_args().readers
    os.environ |= site.ENVIRONMENT | {"SITE_URL": "http://127.0.0.1", "DJANGO_SETTINGS_MODULE": "ngo_site.settings"}
    import django

    django.setup()
    prepare(number)
    lines = [f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"]
    lines += [f"{what}: {seconds:.2f} s, {seconds / number * 1e6:.0f} µs a copy" for what, seconds in measure()]
    print("\n".join(lines))
    keep("letters", "\n".join(lines) + "\n")


def prepare(number):
    from django.core.management import call_command

    from newsletters.models import Subscriber
    from newsletters.models.subscriber import mailbox_of

    call_command("migrate", verbosity=0)
    site.empty_database()
    emails = [f"reader-of-letters-{n}@example.org" for n in range(number)]
    rows = (Subscriber(email=email, mailbox=mailbox_of(email), status="confirmed", consent="yes") for email in emails)
    Subscriber.objects.bulk_create(rows, batch_size=1000)


def measure():
    from newsletters.models import Issue, Subscriber
    from newsletters.sending import hand_over, send_off

    issue = Issue.objects.create(subject="Free", body=BODY)
    yield "rows read without addresses", timed(lambda: list(Subscriber.objects.values_list("pk").iterator()))
    yield "rows read with addresses", timed(lambda: list(Subscriber.objects.values_list("pk", "email").iterator()))
    yield "copies written", timed(lambda: send_off(issue))
    yield "handed to the outbox", timed(lambda: hand_over.call(issue.pk))


def timed(action) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
