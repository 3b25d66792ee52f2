"""Mail on its way out: a row from the moment it is caused to the moment a mail server has taken it."""

import contextlib
import datetime
import logging
import random
import smtplib
from collections.abc import Callable
from email.header import Header

from django.core import mail
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .jobs import every
from .locking import LockedField
from .logs import clean

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = datetime.timedelta(days=3)
FORGET_AFTER = datetime.timedelta(days=30)
LONGEST_WAIT = 4 * 3600  # seconds


class Message(mail.EmailMultiAlternatives):
    """Django leaves the first line of a subject empty when none of it is ASCII, which some filters take for spam."""

    def message(self):
        message = super().message()
        message.replace_header("Subject", Header(self.subject, header_name="Subject"))
        return message


class OutboxMailQuerySet(models.QuerySet):
    def due(self):
        """Return what may be sent now, personal mail before letters to many."""
        return self.filter(parked_at=None, due_at__lte=timezone.now()).order_by("is_bulk", "due_at")

    def parked(self):
        """Return what will not be sent unless an editor says so."""
        return self.exclude(parked_at=None)


class OutboxMail(models.Model):
    """One mail to one address; the row is deleted when it is sent, and the address with it."""

    # Locked: the row is gone when the mail is sent, but Postgres keeps its bytes in dead rows, its log and backups.
    to = LockedField(_("to"), purpose="outbox")
    subject = LockedField(_("subject"), purpose="outbox", default="")
    text = LockedField(_("text"), purpose="outbox", default="")
    html = LockedField(_("HTML"), purpose="outbox", default="")
    headers = LockedField(_("headers"), purpose="outbox", default=dict)
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
        ]

    def __str__(self):
        return f"{self.kind} ({self.masked_address})"

    @property
    def masked_address(self) -> str:
        """Enough of the address to recognise a mistyped domain, not enough to know who it is."""
        local, _at, domain = self.to.rpartition("@")
        return f"{local[:1]}…@{domain}"

    def message(self) -> mail.EmailMultiAlternatives:
        message = Message(self.subject, self.text, to=[self.to], headers=self.headers)
        if self.html:
            message.attach_alternative(self.html, "text/html")
        return message

    def try_again(self) -> None:
        """Put a parked mail back, with three new days to get through."""
        now = timezone.now()
        type(self).objects.filter(pk=self.pk).update(parked_at=None, attempts=0, error="", due_at=now, created_at=now)

    try_again.alters_data = True

    def postpone(self, error: str) -> None:
        """Wait about 1, 2, 4 … minutes, or park the mail when it has waited for three days."""
        if timezone.now() - self.created_at > GIVE_UP_AFTER:
            return self.park(error)
        # Jitter, so that ten thousand mails refused together do not come back together.
        wait = min(60 * 2.0**self.attempts, LONGEST_WAIT) * random.uniform(0.5, 1.5)
        type(self).objects.filter(pk=self.pk).update(
            attempts=F("attempts") + 1, error=error, due_at=timezone.now() + datetime.timedelta(seconds=wait)
        )

    postpone.alters_data = True

    def park(self, error: str) -> None:
        """Send it no more; an editor sees it with its error."""
        type(self).objects.filter(pk=self.pk).update(attempts=F("attempts") + 1, error=error, parked_at=timezone.now())

    park.alters_data = True


class ServerAway(Exception):
    """No mail can be sent at all now: the server does not answer or does not let us in."""


def deliver(limit: int = 200, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Send up to ``limit`` due mails over one connection; return how many rows were dealt with.

    Several processes may do so at once. Raises ServerAway when the connection cannot be made; no mail is touched then.
    """
    if not OutboxMail.objects.due().exists():
        return 0
    connection = mail.get_connection()
    done = 0
    try:
        _open(connection)
        while done < limit and not is_stopping() and _deliver_one(connection):
            done += 1
            _open(connection)  # again, in case the last mail broke the session
    finally:
        _close(connection)
    return done


def _deliver_one(connection) -> bool:
    # Sent first and deleted afterwards, each mail in its own transaction: a crash may mail one person twice, but
    # forgets nobody, and what one mail meets touches no other.
    with transaction.atomic():
        row = OutboxMail.objects.due().select_for_update(skip_locked=True).first()
        if row is None:
            return False
        try:
            message = row.message()
            message.connection = connection
            message.send()
        except Exception as error:  # whatever it is, it concerns this mail alone
            _note_failure(row, error)
            if not isinstance(error, smtplib.SMTPRecipientsRefused):  # after which smtplib has sent RSET
                _close(connection)
        else:
            row.delete()
    return True


def _note_failure(row: OutboxMail, error: Exception) -> None:
    summary = clean(f"{type(error).__name__}: {error}")[:1000]
    logger.warning("Mail %s (%s) was not taken: %s", row.pk, row.kind, summary)
    if _is_final(error):
        row.park(summary)
    else:
        row.postpone(summary)


def _is_final(error: Exception) -> bool:
    """True when trying again cannot help (RFC 5321 §4.2.1: 5yz), and it is this mail's fault."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reply in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code == 552  # too big; anything else is said about us, not about this mail
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    # Neither of these: it cannot even be written as a message.
    return not isinstance(error, smtplib.SMTPException | OSError)


def _open(connection) -> None:
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise ServerAway(clean(f"{type(error).__name__}: {error}")) from error


def _close(connection) -> None:
    with contextlib.suppress(smtplib.SMTPException, OSError):  # the server may have gone first
        connection.close()


@every(seconds=3600)
def forget_undeliverable():
    """Give up what no server took in three days, and delete what was given up long ago: no address outlives its use."""
    late = OutboxMail.objects.filter(parked_at=None, is_bulk=False, created_at__lt=timezone.now() - GIVE_UP_AFTER)
    late.update(parked_at=timezone.now(), error="No mail server took it in three days.")
    OutboxMail.objects.parked().filter(parked_at__lt=timezone.now() - FORGET_AFTER).delete()
