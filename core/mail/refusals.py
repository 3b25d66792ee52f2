"""Whom a mail server's refusal is about: the mail, its mailbox, or us (RFC 5321 §4.2, RFC 3463)."""

import re
import smtplib
import sys
from collections.abc import Callable
from enum import Enum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class RefusedBecause(Enum):
    PASSING = "trying again may help"
    OURS = "the server takes nothing from us: it is no fault of this mail, and others will meet the same"
    MAIL = "this mail will never be taken"
    MAILBOX = "there is no such mailbox"


_CODE = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})\b")
# 5.1.7 and 5.1.8 are about the sender's address; of the system's trouble (5.3) only the size (5.3.4) is the mail's.
_OURS = re.compile(r"5\.(1\.[78]|3\.(?!4$)\d+|5\.\d+|7\.\d+)$")


class RestsBecause(models.TextChoices):
    """Why a mailbox gets no letters any more until somebody there, or the desk, says so."""

    LOST = "lost", _("does not exist")
    COMPLAINT = "complaint", _("complained to its provider")


_to_tell: list[Callable[[str, RestsBecause], object]] = []


def fault(error: Exception) -> RefusedBecause:
    """Return whom the failure to hand over a mail is about."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, reply),) = error.recipients.values()  # every mail of ours has one recipient
        return _of_recipient(code, _enhanced(reply))
    if isinstance(error, smtplib.SMTPSenderRefused):
        # 552: too big. Anything else is said about us.
        return (
            RefusedBecause.MAIL
            if error.smtp_code == 552
            else RefusedBecause.OURS
            if error.smtp_code >= 500
            else RefusedBecause.PASSING
        )
    if isinstance(error, smtplib.SMTPResponseException):
        if error.smtp_code < 500:
            return RefusedBecause.PASSING
        return RefusedBecause.OURS if _OURS.match(_enhanced(error.smtp_error)) else RefusedBecause.MAIL
    if (anymail := sys.modules.get("anymail.exceptions")) and isinstance(error, anymail.AnymailError):
        return _of_provider(error, anymail.AnymailRecipientsRefused)
    if isinstance(error, smtplib.SMTPException | OSError):
        return RefusedBecause.PASSING
    return RefusedBecause.MAIL  # it cannot even be written as a message


def _of_provider(error: Any, refused: type[Exception]) -> RefusedBecause:
    """Read what a provider's interface answered; its module is there only where a provider sends our mail.

    Its words differ from provider to provider, so a mail that it does not take waits, unless it is about the recipient.
    """
    if isinstance(error, refused):
        return RefusedBecause.MAIL
    if error.status_code is None or error.status_code == 429 or error.status_code >= 500:
        return RefusedBecause.PASSING
    return RefusedBecause.OURS


def _of_recipient(code: int, enhanced: str) -> RefusedBecause:
    if code < 500:
        return RefusedBecause.PASSING
    if _OURS.match(enhanced) or (code == 554 and not enhanced):  # “554 Relay access denied”
        return RefusedBecause.OURS
    return RefusedBecause.MAILBOX if enhanced.startswith("5.1.") else RefusedBecause.MAIL


def is_lost_mailbox(status: str) -> bool:
    """Return True when a status (RFC 3463) such as “5.1.1” means that there is no such mailbox."""
    return _of_recipient(550, _enhanced(status)) is RefusedBecause.MAILBOX


def _enhanced(reply) -> str:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)
    found = _CODE.match(text)
    return found[1] if found else ""


def tell_of_lost_mailboxes(rest: Callable[[str, RestsBecause], object]) -> None:
    """Have ``rest`` called with each address that is to get no more letters, and why."""
    _to_tell.append(rest)


def note_lost_mailbox(address: str, because: RestsBecause = RestsBecause.LOST) -> None:
    """Tell all who asked to hear of it that this mailbox gets no more letters: it is not there, or has complained."""
    for rest in _to_tell:
        rest(address, because)
