"""A crowd that signs, confirms, takes back, is held, put back, invalidated, each of many on a connection of its own."""

import random
import secrets
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from campaigns.models import Signature
from campaigns.petitions.public_log import Kind, log_change
from campaigns.signatures.counting import count_signatures, recount

COUNTRIES = ["FR", "DE", "KE", "IR"]
STEPS = ["sign"] * 6 + ["confirm"] * 6 + ["withdraw", "hold", "release", "invalidate", "paper", "count"]
RECOUNT_EVERY = 300  # steps


def stir(petition, steps: int, workers: int = 32, seed: int = 1) -> int:
    """Take ``steps`` random steps on ``workers`` connections; return the number that should be on paper."""
    with ThreadPoolExecutor(workers) as pool:
        shares = [(petition, steps // workers, random.Random(seed * 1000 + number)) for number in range(workers)]
        return sum(pool.map(_share, shares))


def _share(given) -> int:
    petition, steps, chance = given
    try:
        return sum(_step(petition, chance) for _ in range(steps))
    finally:
        connections.close_all()


def _step(petition, chance) -> int:
    step = chance.choice(STEPS) if chance.randrange(RECOUNT_EVERY) else "recount"
    if step == "sign":
        Signature.objects.create(
            petition=petition, fingerprint=secrets.token_bytes(32), country=chance.choice(COUNTRIES), sealed=b""
        )
    elif step == "count":
        count_signatures()
    elif step == "recount":
        recount()  # finds nothing to mend, whatever is under way
    elif step == "paper":
        number = chance.choice([12, 7, -3])
        log_change(petition, Kind.PAPER_ADDED if number > 0 else Kind.PAPER_STRUCK, number, "A step")
        return number
    elif row := _one_of(petition, chance):
        _move(row, step)
    return 0


def _one_of(petition, chance):
    """Return some signature, often one that others are after at the same moment."""
    last = Signature.objects.filter(petition=petition).order_by("-pk").values_list("pk", flat=True).first() or 0
    recent = last - chance.randrange(200)
    return Signature.objects.filter(petition=petition, pk__gte=recent).order_by("pk").first()


def _move(row, step):
    same = Signature.objects.filter(pk=row.pk)
    if step == "confirm":
        row.confirm()
    elif step == "withdraw":
        row.withdraw()
    elif step in {"hold", "invalidate"}:
        same.filter(status="confirmed").update(status="held")
    elif step == "release":
        same.filter(status="held").update(status="confirmed")
