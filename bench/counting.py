"""Signing, confirming and counting at 0 and 1 million signatures (``--rows 1000000 10000000`` for the long run)."""

import argparse
import os
import re
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site
from bench.kept import keep

ROOT = Path(__file__).resolve().parent.parent
SIGNERS = 300
# Rows of real size that are confirmed and counted, as they lie there when a petition has grown; with each its attempt.
SEED = """
WITH signed AS (
    INSERT INTO campaigns_signature (petition_id, fingerprint, status, country, region, display_name, sealed, counted,
        created_at, confirmed_at)
    SELECT %s, sha256(int8send(n)), 'confirmed', (ARRAY['KE','FR','DE','IR'])[1 + n %% 4], '',
        CASE WHEN n %% 3 = 0 THEN 'Amina K.' ELSE '' END, decode(repeat('ab', 500), 'hex'), true,
        now() - interval '1 second' * (n %% 2000000), now() - interval '1 second' * (n %% 2000000)
    FROM generate_series(%s::bigint, %s::bigint) AS n
    RETURNING id, country, created_at
)
INSERT INTO campaigns_attempt (signature_id, token_hash, by_code, country, place, display_name, sealed, shown,
    via, letters, address, created_at)
SELECT id, sha256(int8send(-id)), '', country, '', '', '', '', '', '', decode(repeat('ab', 104), 'hex'), created_at
FROM signed
"""
TALLY = """
INSERT INTO campaigns_tally (petition_id, country, count)
SELECT petition_id, country, count(*) FROM campaigns_signature WHERE counted GROUP BY 1, 2
ON CONFLICT (petition_id, country) DO UPDATE SET count = excluded.count
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--again", action="store_true", help="measure once more in the tables as they lie")
    options = parser.parse_args()
    os.environ |= site.ENVIRONMENT | {
        "SITE_URL": "http://127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "ngo_site.settings",
    }
    import django

    django.setup()
    petition, there = prepare(is_emptied=not options.again), 0
    lines = [f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores; {SIGNERS} signers each, one process"]
    for rows in options.rows if options.again else [0, *options.rows]:
        if not options.again:
            fill(petition, there + 1, rows)
            there = rows
        lines += [f"load of the machine {os.getloadavg()[0]:.1f}; {measure(petition, rows)}"]
        print(lines[-1], flush=True)
        keep("counting", "\n".join(lines) + "\n")


def prepare(*, is_emptied):
    """Return a petition in the database that DATABASE_URL names."""
    from django.core.management import call_command
    from django.utils import timezone

    from campaigns.models import Petition
    from publishing import checks

    call_command("migrate", verbosity=0)
    if not is_emptied:
        return Petition.objects.get(slug="bench")
    site.empty_database()
    with checks.exempt("made up for a measurement"):
        return Petition.objects.create(
            title="Bench", slug="bench", addressee="X", demand="Let them go.", published_at=timezone.now()
        )


def fill(petition, first, last):
    from django.db import connection

    if last < first:
        return
    with connection.cursor() as cursor:
        for begin in range(first, last + 1, 250_000):
            cursor.execute(SEED, [petition.pk, begin, min(begin + 249_999, last)])
        cursor.execute(TALLY)
        cursor.execute("VACUUM ANALYZE campaigns_signature, campaigns_attempt")


def measure(petition, rows) -> str:
    from campaigns.fraud.quarantine import examine
    from campaigns.models import Petition
    from campaigns.signatures.confirmation import confirm, remind
    from campaigns.signatures.counting import count_signatures, recount
    from campaigns.signatures.retention import forget_unconfirmed_signatures, forget_withdrawn_signatures
    from campaigns.signatures.signing import sign

    signing = [
        timed(sign, petition, name="Amina", email=f"amina{time.time_ns()}-{number}@example.org", country="KE")
        for number in range(SIGNERS)
    ]
    confirming = [timed(confirm, attempt, token) for attempt, token in attempts_in_the_post()]
    counting = timed(count_signatures)
    asking = [timed(Petition.objects.with_count().get, pk=petition.pk) for _ in range(SIGNERS)]
    jobs = [remind, forget_unconfirmed_signatures, forget_withdrawn_signatures, examine]
    jobs = ", ".join(f"{job.__name__} {timed(job) * 1000:.1f} ms" for job in jobs)
    recounting = timed(recount)
    return (
        f"{rows:>10,} rows: sign {middle(signing)}, confirm {middle(confirming)}, "
        f"count {SIGNERS} new ones {counting * 1000:.1f} ms, read the number {middle(asking)}, "
        f"{jobs}, recount all {recounting:.2f} s, no drift: {recount() == []}"
    )


def attempts_in_the_post() -> list:
    """Return (attempt, token) of every mail that waits, and throw the mails away."""
    from campaigns.models import Attempt
    from core.mail.outbox import OutboxMail

    tokens = [re.search(r"/petitions/confirm/([^/\s]+)", mail.text)[1] for mail in OutboxMail.objects.all()]
    OutboxMail.objects.all().delete()
    return [(Attempt.objects.from_token(token), token) for token in tokens]


def timed(call, *args, **kwargs) -> float:
    began = time.perf_counter()
    call(*args, **kwargs)
    return time.perf_counter() - began


def middle(times) -> str:
    return f"{statistics.median(times) * 1000:.1f} ms (p95 {statistics.quantiles(times, n=20)[-1] * 1000:.1f})"


if __name__ == "__main__":
    main()
