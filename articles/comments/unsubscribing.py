"""Leaving by the link in a follow-up mail, or in the mail that asked whether somebody wants them."""

from dataclasses import dataclass

from django.core import signing
from django.db import transaction

from core.alters_data import alters_data
from core.mail import erased_links, unsubscribe_keys

from ..models import Follower


@dataclass
class Leave:
    """What a link is about, and what else its mailbox follows."""

    key: str
    meant: list[Follower]
    others: list[Follower]

    @transaction.atomic
    @alters_data
    def leave(self, *, everything: bool = False) -> list[Follower]:
        """Leave what the link is about, or all follow-ups; return what ended.

        What was never confirmed was asked for by somebody else: its owner is asked nothing for a while.
        """
        ended = self.meant + (self.others if everything else [])
        for row in ended:
            if not row.is_confirmed:
                erased_links.note(self.key, row.address)
            # By its number: a deleted object has none, and the page still names what ended.
            Follower.objects.filter(pk=row.pk).delete()
        self.meant, self.others = [], [row for row in self.others if row not in ended]
        return ended


def find(key: str) -> Leave | None:
    """Return what a link is about; None for one that was cut off or made up."""
    rows = Follower.objects.select_related("article").order_by("pk")
    if told := unsubscribe_keys.read("follow-ups", key):
        all_of_it = list(rows.filter(address_tag=told.mailbox))
        meant = [row for row in all_of_it if told.is_about(row.about)]
    elif (number := _of_before(key)) is not None:
        meant = list(rows.filter(pk=number))
        all_of_it = list(rows.filter(address_tag__in=[bytes(row.address_tag) for row in meant]))
    else:
        return None
    return Leave(key, meant, [row for row in all_of_it if row not in meant and row.is_confirmed])


def _of_before(key) -> int | None:
    """Return the number in a link that was mailed before links followed from the mailbox."""
    try:
        return signing.loads(key, salt="followup")
    except signing.BadSignature:
        return None
