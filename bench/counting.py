"""Signing, confirming and counting at 0 and 1 million signatures (``--rows 10000000`` for the long run)."""

import argparse
import os
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import site

ROOT = Path(__file__).resolve().parent.parent
SIGNERS = 300
# Rows of real size that are confirmed and counted, as they lie there when a petition has grown.
SEED = """
INSERT INTO campaigns_signature (petition_id, fingerprint, status, country, region, display_name, sealed, counted,
    created_at, confirmed_at, token_hash)
SELECT %s, sha256(int8send(n)), 'confirmed', (ARRAY['KE','FR','DE','IR'])[1 + n %% 4], '', '',
    decode(repeat('ab', 500), 'hex'), true, now(), now(), sha256(int8send(-n))
FROM generate_series(%s::bigint, %s::bigint) AS n
"""
TALLY = """
INSERT INTO campaigns_tally (petition_id, country, count)
SELECT petition_id, country, count(*) FROM campaigns_signature WHERE counted GROUP BY 1, 2
ON CONFLICT (petition_id, country) DO UPDATE SET count = excluded.count
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    os.environ |= site.ENVIRONMENT | {
        "SITE_URL": "http://127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "ngo_site.settings",
    }
    import django

    django.setup()
    petition = prepare()
    lines = [f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores; {SIGNERS} signers each, one process"]
    lines += [f"load of the machine before: {os.getloadavg()[0]:.1f}", measure(petition, 0)]
    fill(petition, options.rows)
    lines.append(measure(petition, options.rows))
    report = "\n".join(lines) + "\n"
    print(report)
    (ROOT / f"bench/results/counting-{datetime.now(UTC):%Y-%m-%d-%H%M}.txt").write_text(report)


def prepare():
    """Return a petition in the database that DATABASE_URL names, which is emptied."""
    from django.core.management import call_command
    from django.utils import timezone

    from campaigns.models import Petition
    from ngo_site.lib import checklist

    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    with checklist.exempt("made up for a measurement"):
        return Petition.objects.create(
            title="Bench", slug="bench", addressee="X", demand="Let them go.", published_at=timezone.now()
        )


def fill(petition, rows):
    from django.db import connection

    with connection.cursor() as cursor:
        for first in range(1, rows + 1, 500_000):
            cursor.execute(SEED, [petition.pk, first, min(first + 499_999, rows)])
        cursor.execute(TALLY)
        cursor.execute("ANALYZE campaigns_signature")


def measure(petition, rows) -> str:
    from campaigns.counting import count_signatures, recount
    from campaigns.models import Petition, Signature
    from campaigns.signing import sign

    signing = [
        timed(sign, petition, name="Amina", email=f"amina{rows}-{number}@example.org", country="KE")
        for number in range(SIGNERS)
    ]
    waiting = Signature.objects.filter(petition=petition, status="pending").order_by("-pk")[:SIGNERS]
    confirming = [timed(signature.confirm) for signature in list(waiting)]
    counting = timed(count_signatures)
    asking = [timed(Petition.objects.with_count().get, pk=petition.pk) for _ in range(SIGNERS)]
    recounting = timed(recount)
    return (
        f"{rows:>10,} rows: sign {middle(signing)}, confirm {middle(confirming)}, "
        f"count {SIGNERS} new ones {counting * 1000:.1f} ms, read the number {middle(asking)}, "
        f"recount all {recounting:.2f} s, no drift: {recount() == []}"
    )


def timed(call, *args, **kwargs) -> float:
    began = time.perf_counter()
    call(*args, **kwargs)
    return time.perf_counter() - began


def middle(times) -> str:
    return f"{statistics.median(times) * 1000:.1f} ms (p95 {statistics.quantiles(times, n=20)[-1] * 1000:.1f})"


if __name__ == "__main__":
    main()
