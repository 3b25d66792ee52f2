"""Putting mails into the outbox, in the caller's transaction: as they are, or as what the worker writes them of."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import formatdate
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language

from ..crypto.field_encryption import lock
from . import bounces, limits
from .outbox import SOLICITED, OutboxMail
from .rendering import render_mail

# Sent after the personal mails, and not marked as an automatic answer (RFC 3834 leaves that to mailing lists).
BULK = frozenset({"newsletter", "petition-update"})


def queue_mail(
    to: str, template: str, context: dict, *, kind: str, headers: dict | None = None, due_at: datetime | None = None
) -> bool:
    """Write a mail into the outbox; it leaves after the caller's transaction has committed, and only then.

    ``template`` is the name without ending, as in ``"campaigns/mail/confirm_signature"``: its ``.txt`` begins with the
    line ``Subject: …`` and is rendered without HTML escaping; a ``.html`` beside it is optional. ``site_url`` and
    ``organisation`` are in the context. ``headers`` are added as they are, List-Unsubscribe for example. The language
    is the active one (``translation.override``).

    ``kind`` names the occasion (``"confirm-signature"``). Unless it is in SOLICITED, ``core.mail.limits`` says
    when it leaves; ``due_at`` is what they said before the caller's transaction began, and they are asked now when it
    is not given. Returns True when the mail was written, and False when it will never leave, for the caller's
    transaction only (a link that nobody receives must not replace an earlier one): what the visitor sees must be the
    same. Raises ValueError for what is no address.
    """
    content = render_mail(template, context)._asdict()
    with transaction.atomic():
        is_sent = _write(to, content, kind=kind, headers=headers, due_at=due_at)
        if not is_sent:
            transaction.set_rollback(True)
    return is_sent


def queue_arguments(
    to: str, arguments: dict, *, kind: str, headers: dict | None = None, due_at: datetime | None = None
) -> bool:
    """Like ``queue_mail``, for somebody who waits: the worker writes the mail when it sends it.

    ``arguments`` (what JSON can say) are what the writer registered for this kind is called with
    (``rendering.register``), in the language active now. The caller takes its transaction back when it returns False
    (``double_opt_in.ending_alike``).
    """
    content = {"arguments": arguments, "language": get_language()}
    return _write(to, content, kind=kind, headers=headers, due_at=due_at)


def queue_letter(kind: str, letter: int, readers: Iterable[int]) -> None:
    """Queue a letter to many, by its key and those of its readers in the app that writes it (``letters.register``).

    For kinds in SOLICITED alone, which no limit holds back.
    """
    # The same locked nothing in all rows.
    nothing = [lock(text, "outbox") for text in ('""', "{}", "{}")]
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE_LETTER, [*nothing, kind, timezone.now(), letter, list(readers)])


@transaction.atomic
def withdraw_letter(kind: str, letter: int) -> list[int]:
    """Delete the copies that are not leaving yet; return the keys of those who would have got them."""
    copies = OutboxMail.objects.filter(kind=kind, letter_key=letter).select_for_update(skip_locked=True)
    waiting = {copy.pk: copy.reader_key for copy in copies.only("reader_key") if copy.reader_key}
    OutboxMail.objects.filter(pk__in=waiting).delete()
    return list(waiting.values())


_QUEUE_LETTER = """
WITH same (to_, content, headers, kind, now, letter) AS (VALUES (%s, %s, %s, %s, %s::timestamptz, %s::bigint))
INSERT INTO core_outboxmail
       ("to", content, headers, kind, is_bulk, created_at, due_at, attempts, error, letter_key, reader_key)
SELECT to_, content, headers, kind, true, now, now, 0, '', letter, reader FROM same, unnest(%s::bigint[]) AS reader
"""


def _write(to: str, content: dict, *, kind: str, headers: dict | None, due_at: datetime | None) -> bool:
    if kind in SOLICITED:
        due_at = due_at or timezone.now()
    due_at = due_at or limits.due_at(to)
    # Written in any case and taken back: a quick answer must not tell that this mailbox was written to today.
    _row(to, content, kind, headers, due_at).save()
    return due_at < limits.NEVER


def _row(to: str, content: dict, kind: str, headers: dict | None, due_at: datetime) -> OutboxMail:
    headers = _headers(to, kind, due_at) | (headers or {})
    return OutboxMail(to=to, content=content, headers=headers, kind=kind, is_bulk=kind in BULK, due_at=due_at)


def list_headers(name: str, leave: str = "") -> dict[str, str]:
    """Return the headers of mails that many get: one click to leave (RFC 8058), and the list's name (RFC 2919).

    Without ``leave`` the link itself, which each copy of a letter has its own of.
    """
    labels = (part if part.isascii() else f"xn--{part.encode('punycode').decode()}" for part in name.split("."))
    identifier = f"{'.'.join(labels)}.{urlsplit(settings.SITE_URL).hostname}"
    return {
        **({"List-Unsubscribe": f"<{leave}>"} if leave else {}),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{identifier}>",
    }


def _headers(email: str, kind: str, due_at: datetime) -> dict:
    # Made now, so that a second attempt is the same mail to the last byte and the receiving side can see that.
    date = formatdate(due_at.timestamp() if due_at < limits.NEVER else None)
    headers = {"Message-ID": bounces.message_id(email), "Date": date}
    if kind not in BULK:
        headers["Auto-Submitted"] = "auto-generated"
    return headers
