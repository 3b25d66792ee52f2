"""Mail on its way out: a row from the moment it is caused to the moment a mail server has taken it."""

import contextlib
import datetime
import logging
import random
import smtplib
from collections.abc import Callable
from typing import Self

from django.core import mail
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..alters_data import alters_data
from ..crypto.field_encryption import LockedField
from ..logs import clean
from . import letters
from .addresses import mailable, masked
from .erased_links import quiet_among
from .message import write
from .refusals import RefusedBecause, fault, note_lost_mailbox
from .rendering import Rendered, render_arguments

logger = logging.getLogger(__name__)

# People asked for these. Every other kind is mail that a stranger could cause for somebody else, and counts.
SOLICITED = frozenset({"newsletter", "petition-update", "comment-followup", "staff"})
GIVE_UP_AFTER = datetime.timedelta(days=3)
FORGET_AFTER = datetime.timedelta(days=30)
LONGEST_WAIT = 4 * 3600  # seconds
# So many in a row that the server takes nothing from us for, and the others are not tried.
REFUSED_IN_A_ROW = 3
BATCH = 10  # mails in a transaction


class OutboxMailQuerySet(models.QuerySet):
    def due(self) -> Self:
        """Return what may be sent now, personal mail before letters to many."""
        return self.filter(parked_at=None, due_at__lte=timezone.now()).order_by("is_bulk", "due_at")

    def due_personal(self) -> Self:
        return self.due().filter(is_bulk=False)

    def delayed(self) -> Self:
        """Return what waits for its turn, because many mails were asked for at once."""
        return self.filter(parked_at=None, attempts=0, due_at__gt=timezone.now())

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

    objects = OutboxMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail not sent yet")
        verbose_name_plural = _("mails not sent yet")
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
    def postpone(self, error: str) -> None:
        """Wait about 1, 2, 4 … minutes, or park the mail when it has waited for three days."""
        if timezone.now() - self.created_at > GIVE_UP_AFTER:
            return self.park(error)
        # Jitter, so that ten thousand mails refused together do not come back together.
        wait = min(60 * 2.0**self.attempts, LONGEST_WAIT) * random.uniform(0.5, 1.5)
        type(self).objects.filter(pk=self.pk).update(
            attempts=F("attempts") + 1, error=error, due_at=timezone.now() + datetime.timedelta(seconds=wait)
        )

    @alters_data
    def park(self, error: str) -> None:
        """Send it no more; an editor sees it with its error."""
        type(self).objects.filter(pk=self.pk).update(attempts=F("attempts") + 1, error=error, parked_at=timezone.now())


class ServerAway(Exception):
    """No mail can be sent at all now: the server does not answer or does not let us in."""


def deliver(
    limit: int = 200, is_stopping: Callable[[], bool] = lambda: False, *, is_personal_only: bool = False
) -> int:
    """Send up to ``limit`` due mails over one connection; return how many rows were dealt with.

    Personal mails go first, and letters to many not at all when ``is_personal_only``. Several threads and processes may
    do so at once. Raises ServerAway when the connection cannot be made, and no mail is touched then; also when several
    mails in a row were refused for what is our fault, and the others are left alone.
    """
    due = OutboxMail.objects.due_personal if is_personal_only else OutboxMail.objects.due
    if not due().exists():
        return 0
    session = _Session()
    done = 0
    try:
        session.open()
        while done < limit and not is_stopping():
            dealt_with = _deliver_batch(session, due()[: min(limit - done, BATCH)], is_stopping)
            done += dealt_with
            if not dealt_with:
                break
            if session.away:
                raise session.away
    finally:
        session.close()
    return done


class _Session:
    """A connection to the mail server, opened again when a mail broke it, and what it says of us."""

    def __init__(self) -> None:
        self.connection = mail.get_connection()
        self.away: ServerAway | None = None
        self.refused = 0  # in a row

    def open(self) -> None:
        try:
            self.connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerAway(clean(f"{type(error).__name__}: {error}")) from error

    def close(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):  # the server may have gone first
            self.connection.close()

    def is_well(self) -> bool:
        """Return whether another mail may be tried, and why not in ``away``."""
        try:
            if self.refused == REFUSED_IN_A_ROW:
                raise ServerAway("the mail server takes nothing from us; why stands beside the mails not sent yet")
            self.open()
        except ServerAway as error:
            self.away = error
        return self.away is None


def _deliver_batch(session: _Session, due: OutboxMailQuerySet, is_stopping: Callable[[], bool]) -> int:
    # Sent first and deleted afterwards, a few mails in each transaction: a crash may mail a few people twice, but
    # forgets nobody, and what one mail meets touches no other.
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True))
        _find_readers(rows)
        # Of these the owner may have said so while they waited.
        quiet = quiet_among(row.to for row in rows if row.kind not in SOLICITED)
        gone, dealt_with = [], 0
        for row in rows:
            if is_stopping():
                break
            dealt_with += 1
            if (row.kind not in SOLICITED and row.to in quiet) or _is_sent(session, row):
                gone.append(row.pk)
            if not session.is_well():
                break
        OutboxMail.objects.filter(pk__in=gone).delete()
    return dealt_with


def _find_readers(rows: list[OutboxMail]) -> None:
    """Look up the readers of these copies of letters, in one query for each kind."""
    for kind in {row.kind for row in rows if row.reader_key}:
        copies = [row for row in rows if row.kind == kind and row.reader_key]
        found = letters.readers(kind, [row.reader_key or 0 for row in copies])
        for row in copies:
            row.reader = found.get(row.reader_key or 0)


def _is_sent(session: _Session, row: OutboxMail) -> bool:
    """Return whether a mail has left, or is about nothing any more; what hinders it is noted beside it."""
    try:
        message = row.message()
        if message is None:
            return True
        message.connection = session.connection
        message.send()
    except Exception as error:  # whatever it is, it concerns this mail alone
        with transaction.atomic():
            reason = _note_failure(row, error)
        session.refused = session.refused + 1 if reason is RefusedBecause.OURS else 0
        if not isinstance(error, smtplib.SMTPRecipientsRefused):  # after which smtplib has sent RSET
            session.close()
        return False
    session.refused = 0
    return True


def _note_failure(row: OutboxMail, error: Exception) -> RefusedBecause:
    summary = clean(f"{type(error).__name__}: {error}")[:1000]
    logger.warning("Mail %s (%s) was not taken: %s", row.pk, row.kind, summary)
    reason = fault(error)
    if reason is RefusedBecause.MAILBOX:
        note_lost_mailbox(row.address)
    if reason in {RefusedBecause.MAIL, RefusedBecause.MAILBOX}:
        row.park(summary)
    else:
        row.postpone(summary)
    return reason


def forget_undeliverable() -> None:
    """Give up what no server took in three days, and delete what was given up long ago: no address outlives its use."""
    late = OutboxMail.objects.filter(parked_at=None, is_bulk=False, created_at__lt=timezone.now() - GIVE_UP_AFTER)
    late.update(parked_at=timezone.now(), error="No mail server took it in three days.")
    OutboxMail.objects.parked().filter(parked_at__lt=timezone.now() - FORGET_AFTER).delete()
