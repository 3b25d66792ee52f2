"""Many confirmed signers at once, their boxes sealed as the site seals them."""

import secrets

from django.utils import timezone

from campaigns.models import Signature
from core.crypto.sealed_box import seal

COUNTRIES = ["KE", "FR", "DE", "IR"]


def box_of(number: int, **fields) -> dict:
    consent = {"petition": "free-them", "demand": "Let them go.", "updates": False, "public": number % 2 == 0}
    told = {
        "name": f"Amina Khalil {number}",
        "email": f"amina{number}@example.org",
        "postcode": f"{10000 + number}",
        "place": f"Übersee {number}",
        "language": "en",
        "comment": f"Because {number}" if number % 5 == 0 else "",
        "consent": {**consent, "at": "2026-11-22T10:00:00+00:00"},
    }
    return told | fields


def make_signers(petition, boxes: list[dict]) -> None:
    Signature.objects.bulk_create(
        Signature(
            petition=petition, fingerprint=secrets.token_bytes(32), status="confirmed", confirmed_at=timezone.now(),
            country=COUNTRIES[number % 4], sealed=seal(box),
        )
        for number, box in enumerate(boxes)
    )  # fmt: skip
