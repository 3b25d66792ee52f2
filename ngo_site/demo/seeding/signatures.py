"""Thousands of signatures over days and countries: real rows, sealed boxes that open, a count that is counted."""

import random
import re
import secrets
import unicodedata
from datetime import timedelta

from django.utils import timezone

from campaigns.models import Petition, Signature
from campaigns.signatures.counting import count_signatures
from campaigns.signatures.signing import public_name, seal_contact
from core.mail.addresses import fingerprint

from .content import content

STATUSES = ("confirmed", "pending", "withdrawn")


def add_signatures(new_petitions: list[Petition], say):
    """Sign the new petitions as their words say, then count."""
    plans = {petition["slug"]: petition["signatures"] for petition in content("petitions")["petition"]}
    names = content("petitions")["names"]
    for petition in new_petitions:
        # The same people on every machine; only the secrets differ.
        signers = Signers(petition, plans[petition.slug], names, random.Random(petition.slug))
        made = Signature.objects.bulk_create(signers.all(), batch_size=1000)
        say(f"signatures {len(made)}: {petition.title}")
    if new_petitions:
        count_signatures()


class Signers:
    """The people who sign one petition, by the plan in its words."""

    def __init__(self, petition, plan, names, chance):
        self.petition, self.plan, self.names, self.chance = petition, plan, names, chance
        self.now, self.number = timezone.now(), 0
        self.countries, self.weights = list(plan["countries"]), list(plan["countries"].values())
        # Bursts say how many times the usual number signed on a day, counted back from today.
        self.days = range(plan["over_days"])
        self.rush = [plan["bursts"].get(str(day), 1) for day in self.days]

    def all(self) -> list[Signature]:
        return [self._sign(status) for status in STATUSES for _ in range(self.plan[status])]

    def _sign(self, status) -> Signature:
        name, email = self._person()
        created = self._moment(status)
        pressed = min(created + timedelta(minutes=self.chance.expovariate(1 / 9)), self.now)
        is_public = self.chance.random() < self.plan["public_share"]
        signature = Signature(
            petition=self.petition,
            fingerprint=fingerprint(email, bytes(self.petition.salt)),
            status=status,
            country=self.chance.choices(self.countries, self.weights)[0],
            display_name=public_name(name) if is_public else "",
            created_at=created,
            confirmed_at=None if status == "pending" else pressed,
            # Nobody holds the links of these mails.
            token_hash=secrets.token_bytes(32),
        )
        contact = (name, email, self._postcode(), "en")
        signature.sealed = seal_contact(self.petition, *contact, public=is_public, updates=False, at=created)
        if status == "withdrawn":
            for field, value in signature.wiped().items():
                setattr(signature, field, value)
        return signature

    def _person(self) -> tuple[str, str]:
        """Return a name, and an address no one else has."""
        self.number += 1
        first, last = self.chance.choice(self.names["first"]), self.chance.choice(self.names["last"])
        return f"{first} {last}", f"{_letters(first)}.{_letters(last)}.{self.number}@example.org"

    def _moment(self, status):
        # Pending ones are forgotten after a week, so they are from the last days.
        days = range(6) if status == "pending" else self.days
        day = self.chance.choices(days, self.rush[: len(days)])[0]
        return self.now - timedelta(days=day + self.chance.random())

    def _postcode(self) -> str:
        return str(self.chance.randint(10000, 99999)) if self.chance.random() < 0.5 else ""


def _letters(name: str) -> str:
    """Return the name as it may stand in an address: Wójcik, wojcik."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", plain.lower())
