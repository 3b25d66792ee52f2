"""What the quarantine catches, and whom it wrongs: honest and scripted streams in simulated time.

    DATABASE_URL=… python -m bench.fraud [scale]

on a database of its own, which it makes and drops. The scale multiplies all streams; the result goes to bench/results.
"""

import heapq
import os
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from bench.crowds import Crowd
from bench.kept import keep

STEP = timedelta(seconds=20)
SOON = timedelta(minutes=10)


def play(petition, visits) -> dict:
    """Sign and confirm every visit at its time; return {stream: its figures}."""
    from campaigns.fraud import quarantine

    events = [(visit.at, number, visit, None) for number, visit in enumerate(visits)]
    heapq.heapify(events)
    begins = {}
    for visit in visits:
        begins[visit.stream] = min(begins.get(visit.stream, visit.at), visit.at)
    made, soon, look_at = {}, {}, min(begins.values())
    while events:
        at, number, visit, signature = heapq.heappop(events)
        while look_at < at:
            quarantine.examine(look_at)
            for stream, begun in begins.items():
                if stream not in soon and look_at >= begun + SOON:
                    soon[stream] = _figures(made, stream)
            look_at += STEP
        if signature is not None:
            _confirm(signature, at)
        elif (signature := _sign(petition, visit)) is not None:
            made[signature.pk] = visit
            if visit.confirms_after is not None:
                heapq.heappush(events, (at + timedelta(seconds=visit.confirms_after), number, visit, signature))
    quarantine.examine(look_at)
    sent = Counter(visit.stream for visit in visits)
    return {stream: (sent[stream], soon.get(stream), _figures(made, stream)) for stream in begins}


def _sign(petition, visit):
    """Return the signature, or None when this mailbox has signed: such a visit counts for nobody."""
    from campaigns.fraud import risk_signals
    from campaigns.models import Signature
    from core.mail.addresses import fingerprint

    mark = fingerprint(visit.email, bytes(petition.salt))
    if Signature.objects.filter(petition=petition, fingerprint=mark).exists():
        return None
    signature = Signature.objects.create(
        petition=petition, fingerprint=mark, country="FR", sealed=b"", created_at=visit.at
    )
    values = {"email": visit.email, "name": visit.name, "network": visit.network, "seconds": visit.seconds}
    risk_signals.put(petition, **values, now=visit.at)
    return signature


def _confirm(signature, at):
    from campaigns.fraud import quarantine
    from campaigns.models import Signature

    Signature.objects.filter(pk=signature.pk).update(status="confirmed", confirmed_at=at)
    quarantine.decide(signature, at)


def _figures(made, stream) -> tuple[int, int]:
    """Return (confirmed by their senders, of these held) of a stream."""
    from campaigns.models import Signature

    keys = [pk for pk, visit in made.items() if visit.stream == stream]
    states = Counter(Signature.objects.filter(pk__in=keys).values_list("status", flat=True))
    return states["confirmed"] + states["held"], states["held"]


def crowd_of(scale: float, start: datetime) -> list:
    crowd = Crowd(start)

    def some(number):
        return max(1, round(number * scale))

    return [
        *crowd.campus(some(500)), *crowd.carrier(some(800)), *crowd.tor(some(600)), *crowd.surge(some(6000)),
        *crowd.trickle(some(400)), *crowd.families(some(100)),
        *crowd.one_network(some(1500), 600), *crowd.aliases(some(600), 900), *crowd.pool(some(3000), 1200),
        *crowd.throwaways(some(800), 1500), *crowd.headless(some(1200), 1800), *crowd.patient(some(300), 600),
    ]  # fmt: skip


def table(figures: dict, visits) -> str:
    kinds = {visit.stream: visit.is_scripted for visit in visits}
    total, lines = defaultdict(lambda: [0, 0]), []
    lines.append(f"{'stream':28}{'sent':>7}{'confirmed':>11}{'held':>7}{'share':>9}   after 10 min")
    for stream, (sent, soon, (confirmed, held)) in figures.items():
        kind = "scripted" if kinds[stream] and not stream.startswith("patient") else "honest"
        if not stream.startswith("patient"):
            total[kind][0] += confirmed
            total[kind][1] += held
        early = f"{soon[1]} of {soon[0]}" if soon else ""
        lines.append(f"{stream:28}{sent:7}{confirmed:11}{held:7}{_share(held, confirmed):>9}   {early}")
    for kind, (confirmed, held) in total.items():
        lines.append(f"{'all ' + kind:28}{'':7}{confirmed:11}{held:7}{_share(held, confirmed):>9}")
    return "\n".join(lines)


def _share(part, whole):
    return f"{100 * part / whole:.2f} %" if whole else "-"


def main(scale: float = 1.0):
    from bench.site import ENVIRONMENT

    os.environ.update({"SITE_URL": "http://127.0.0.1", "DJANGO_SETTINGS_MODULE": "ngo_site.settings", **ENVIRONMENT})
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from campaigns.models import Petition
    from publishing import checks

    connection.creation.create_test_db(verbosity=0)
    try:
        with checks.exempt("a measurement"):
            petition = Petition.objects.create(title="Free the printers", slug="p", published_at=timezone.now())
        start = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
        visits = crowd_of(scale, start)
        text = f"scale {scale}, {len(visits)} visits\n\n{table(play(petition, visits), visits)}\n"
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    print(text)
    keep("fraud", text)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
