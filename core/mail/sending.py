"""Sending what is due in the outbox."""

import logging
import smtplib
from collections.abc import Callable

from django.db import transaction

from ..live_installation import is_live
from ..logs import clean
from . import turns
from .erased_links import quiet_among
from .outbox import SOLICITED, OutboxMail, OutboxMailQuerySet, find_readers
from .refusals import RefusedBecause, fault, note_lost_mailbox
from .session import Session

logger = logging.getLogger(__name__)

BATCH = 10  # mails in a transaction


def deliver(
    limit: int = 200, is_stopping: Callable[[], bool] = lambda: False, *, is_personal_only: bool = False
) -> int:
    """Send up to ``limit`` due mails over one connection; return how many rows were dealt with.

    Nothing is sent where this is a copy of the live site. Personal mails go first, and letters to many not at all when
    ``is_personal_only``. Several threads and processes may do so at once. Raises ServerAway when the connection cannot
    be made, and no mail is touched then; also when several mails in a row were refused for what is our fault, and the
    others are left alone.
    """
    due = OutboxMail.objects.due_personal if is_personal_only else OutboxMail.objects.due
    if not due().exists() or not is_live():
        return 0
    session = Session()
    done = 0
    try:
        session.open()
        while done < limit and not is_stopping():
            waiting = due() if is_personal_only else turns.given(due())
            dealt_with = _deliver_batch(session, waiting[: min(limit - done, BATCH)], is_stopping)
            done += dealt_with
            if not dealt_with:
                break
            if session.away:
                raise session.away
    finally:
        session.close()
    return done


def _deliver_batch(session: Session, due: OutboxMailQuerySet, is_stopping: Callable[[], bool]) -> int:
    # Sent first and deleted afterwards, a few mails in each transaction: a crash may mail a few people twice, but
    # forgets nobody, and what one mail meets touches no other.
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True))
        find_readers(rows)
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


def _is_sent(session: Session, row: OutboxMail) -> bool:
    """Return whether a mail has left, or is about nothing any more; what hinders it is noted beside it."""
    try:
        message = row.message()
        if message is None:
            return True
        session.send(message)
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
        row.postpone(summary, server_refuses_us=reason is RefusedBecause.OURS)
    return reason
