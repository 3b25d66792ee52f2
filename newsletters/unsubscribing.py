"""Leaving by the link in a letter, or in the mail that asked for confirmation."""

from dataclasses import dataclass

from django.core import signing
from django.db import transaction

from core.alters_data import alters_data
from core.mail import erased_links, unsubscribe_keys

from .models import FormerTopic, Subscriber
from .models.subscriber import leave_key
from .topics import in_words


@dataclass
class Leave:
    """What a link is about, and what else its mailbox gets."""

    key: str
    meant: list[Subscriber]
    others: list[Subscriber]
    # Links of before follow from a row: where that is over, what came after it is not known.
    is_of_before: bool = False

    @property
    def names(self) -> list[str]:
        return [in_words(row.topic) for row in self.meant]

    @property
    def other_names(self) -> list[str]:
        return [in_words(row.topic) for row in self.others]

    @transaction.atomic
    @alters_data
    def leave(self, *, everything: bool = False, was_unasked: bool = False) -> list[str]:
        """Leave what the link is about, or all letters; return what ended, in words.

        ``was_unasked`` when the link stood in a mail that asked for confirmation: what was never confirmed was asked
        for by somebody else then, and its owner is asked nothing for a while.
        """
        ended = self.meant + (self.others if everything else [])
        names = [in_words(row.topic) for row in ended]
        for row in ended:
            if was_unasked and row.status == Subscriber.Status.PENDING:
                erased_links.note(self.key, row.email)
            row.withdraw()
        self.meant, self.others = [], [row for row in self.others if row not in ended]
        return names


def find(key: str) -> Leave | None:
    """Return what a link is about; None for one that was cut off or made up."""
    if told := unsubscribe_keys.read("letters", key):
        rows = list(Subscriber.objects.active().filter(mailbox=told.mailbox.hex()).order_by("topic"))
        meant = [row for row in rows if told.is_about(row.topic, *_former_names(row))]
        return _leave(key, meant, rows)
    if row := _of_before(key):
        rows = list(Subscriber.objects.active().filter(mailbox=row.mailbox).exclude(mailbox="").order_by("topic"))
        return _leave(key, [other for other in rows if other == row], rows, is_of_before=True)
    return None


def rest(email: str) -> Leave | None:
    """Return what letters an address gets, with the key to leave them all; None when it gets none."""
    rows = list(Subscriber.objects.of(email).confirmed().order_by("topic")) if email else []
    return Leave(leave_key(rows[0].mailbox, rows[0].topic), [], rows) if rows else None


def _leave(key, meant, rows, **more) -> Leave:
    return Leave(key, meant, [row for row in rows if row not in meant and row.is_confirmed], **more)


def _former_names(row):
    return FormerTopic.objects.filter(topic=row.topic).values_list("name", flat=True) if row.topic else ()


def _of_before(key) -> Subscriber | None:
    """Return the row that a link belongs to which was mailed before links followed from the mailbox."""
    try:
        return Subscriber.objects.filter(pk=signing.loads(key, salt="unsubscribe")).first()
    except signing.BadSignature:
        return Subscriber.objects.from_token(key)
