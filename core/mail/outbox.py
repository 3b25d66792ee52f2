"""Mail on its way out: a row from the moment it is caused to the moment a mail server has taken it."""

import datetime
import random
from typing import Self

from django.core import mail
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..alters_data import alters_data
from ..crypto.field_encryption import LockedField
from . import letters
from .addresses import mailable, masked
from .message import write
from .rendering import Rendered, render_arguments

# People asked for these. Every other kind is mail that a stranger could cause for somebody else, and counts.
SOLICITED = frozenset({"newsletter", "petition-update", "comment-followup", "staff", "alert", "volunteer-answer"})
GIVE_UP_AFTER = datetime.timedelta(days=3)
FORGET_AFTER = datetime.timedelta(days=30)
LONGEST_WAIT = 4 * 3600  # seconds
LONGEST_WAIT_FOR_US = 15 * 60  # seconds: of the few that show whether the mail server takes anything from us again


class OutboxMailQuerySet(models.QuerySet):
    def due(self) -> Self:
        """Return what may be sent now, personal mail before letters to many."""
        return self.filter(parked_at=None, due_at__lte=timezone.now()).order_by("is_bulk", "due_at")

    def due_personal(self) -> Self:
        return self.due().filter(is_bulk=False)

    def without_turn(self) -> Self:
        """Return letters that got no moment of their own yet (see ``turns``): it lies after that of their writing."""
        return self.filter(is_bulk=True, due_at__lte=F("created_at"))

    def with_turn(self) -> Self:
        """Return all but those."""
        return self.exclude(is_bulk=True, due_at__lte=F("created_at"))

    def delayed(self) -> Self:
        """Return what waits for its turn, because many mails were asked for at once."""
        return self.filter(parked_at=None, attempts=0, due_at__gt=timezone.now())

    def copies_waiting(self, kind: str, letter: int) -> Self:
        """Return the copies of a letter to many that are still to leave."""
        return self.filter(parked_at=None, kind=kind, letter_key=letter)

    def refused_for_us(self) -> Self:
        """Return what waits because the mail server takes nothing from us."""
        return self.filter(parked_at=None, server_refuses_us=True)

    def parked(self) -> Self:
        """Return what will not be sent unless an editor says so."""
        return self.exclude(parked_at=None)


class OutboxMail(models.Model):
    """One mail to one address; the row is deleted when it is sent, and the address with it."""

    # Locked: the row is gone when the mail is sent, but Postgres keeps its bytes in dead rows, its log and backups.
    to = LockedField(_("to"), purpose="outbox")
    # Its subject, text and html; or the arguments and the language of which the worker writes them (``rendering``).
    content = LockedField(_("content"), purpose="outbox", default=dict)
    headers = LockedField(_("headers"), purpose="outbox", default=dict)
    # A copy of a letter to many has nothing of these, but keys of letter and reader in their app (``letters``).
    letter_key = models.BigIntegerField(null=True, editable=False)
    reader_key = models.BigIntegerField(null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    is_bulk = models.BooleanField(_("letter to many"), default=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    parked_at = models.DateTimeField(_("given up"), null=True, blank=True)
    error = models.TextField(_("last error"), blank=True)
    # The last error was about us and not about this mail: the server would say it of any other, too.
    server_refuses_us = models.BooleanField(default=False, db_default=False, editable=False)

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsent mail")
        verbose_name_plural = _("unsent mails")
        indexes = [
            models.Index(fields=["is_bulk", "due_at"], name="outbox_due", condition=Q(parked_at=None)),
            models.Index(fields=["letter_key"], name="outbox_letter", condition=~Q(letter_key=None)),
        ]

    def __str__(self):
        return f"{self.kind} ({self.masked_address})"

    @property
    def masked_address(self) -> str:
        return masked(self.address)

    @property
    def address(self) -> str:
        """Where it goes; empty when its reader left."""
        if self.reader_key is None:
            return self.to
        return self.reader.address if self.reader else ""

    @cached_property
    def reader(self) -> letters.Reader | None:
        """Whose copy of a letter it is; None when they left."""
        if self.reader_key is None:
            return None
        return letters.readers(self.kind, [self.reader_key]).get(self.reader_key)

    @cached_property
    def rendered(self) -> Rendered | None:
        """What it says; None when what it is about is gone."""
        if "arguments" in self.content:
            return render_arguments(self.kind, **self.content)
        return Rendered(**self.content)

    @property
    def subject(self) -> str:
        return self.rendered.subject if self.rendered else ""

    @property
    def text(self) -> str:
        return self.rendered.text if self.rendered else ""

    @property
    def html(self) -> str:
        return self.rendered.html if self.rendered else ""

    def message(self) -> mail.EmailMessage | None:
        """Return the mail as it leaves, None when what it is about is gone, or its reader."""
        if self.letter_key is not None and self.reader_key is not None:
            return self.reader and letters.copy(
                self.kind, self.letter_key, self.reader_key, self.reader, self.created_at
            )
        if self.rendered is None:
            return None
        # In ASCII already: Django would make another domain of one like straße.example.
        return write(self.rendered, self.headers, [mailable(self.to)])

    @alters_data
    def try_again(self) -> None:
        """Put a parked mail back, with three new days to get through."""
        now = timezone.now()
        type(self).objects.filter(pk=self.pk).update(parked_at=None, attempts=0, error="", due_at=now, created_at=now)

    @alters_data
    def postpone(self, error: str, *, server_refuses_us: bool = False) -> None:
        """Wait about 1, 2, 4 … minutes, or park the mail when it has waited for three days."""
        if timezone.now() - self.created_at > GIVE_UP_AFTER:
            return self.park(error)
        # Jitter, so that ten thousand mails refused together do not come back together.
        longest = LONGEST_WAIT_FOR_US if server_refuses_us else LONGEST_WAIT
        wait = min(60 * 2.0**self.attempts, longest) * random.uniform(0.5, 1.5)
        type(self).objects.filter(pk=self.pk).update(
            attempts=F("attempts") + 1,
            error=error,
            server_refuses_us=server_refuses_us,
            due_at=timezone.now() + datetime.timedelta(seconds=wait),
        )

    @alters_data
    def park(self, error: str) -> None:
        """Send it no more; an editor sees it with its error."""
        type(self).objects.filter(pk=self.pk).update(attempts=F("attempts") + 1, error=error, parked_at=timezone.now())


def find_readers(rows: list[OutboxMail]) -> None:
    """Look up the readers of these copies of letters, in one query for each kind."""
    for kind in {row.kind for row in rows if row.reader_key}:
        copies = [row for row in rows if row.kind == kind and row.reader_key]
        found = letters.readers(kind, [row.reader_key or 0 for row in copies])
        for row in copies:
            row.reader = found.get(row.reader_key or 0)


def forget_undeliverable() -> None:
    """Give up what no server took in three days, and delete what was given up long ago: no address outlives its use."""
    late = OutboxMail.objects.filter(parked_at=None, is_bulk=False, created_at__lt=timezone.now() - GIVE_UP_AFTER)
    late.update(parked_at=timezone.now(), error="No mail server took it in three days.")
    OutboxMail.objects.parked().filter(parked_at__lt=timezone.now() - FORGET_AFTER).delete()
