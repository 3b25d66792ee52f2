"""Mail that comes to the site, by a pipe or out of a mailbox: an answer that confirms, or a report that one came back.

Anything else changes nothing, and is answered by nothing: the answer to a forged sender would be spam.
"""

import email
import email.policy
import logging
from enum import StrEnum

from campaigns.models import Attempt
from campaigns.signatures.confirm_by_reply import token_in
from campaigns.signatures.confirmation import confirm
from campaigns.signatures.models.attempt import ConfirmedBy
from core.mail import bounces
from core.mail.refusals import note_lost_mailbox

logger = logging.getLogger(__name__)

LARGEST = 1024 * 1024  # bytes; the headers are at the beginning


class Received(StrEnum):
    LOST_MAILBOX = "Noted: there is no such mailbox."
    CONFIRMED = "Confirmed."
    CONFIRMED_ALREADY = "Confirmed already."
    NOTHING = "Nothing to confirm."


def receive(raw: bytes) -> Received:
    """Do what a mail (RFC 5322) is about."""
    address, token = _read(raw[:LARGEST])
    if address:
        note_lost_mailbox(address)
        return Received.LOST_MAILBOX
    attempt = Attempt.objects.from_token(token) if token else None
    if attempt is None:
        return Received.NOTHING
    return Received.CONFIRMED if confirm(attempt, token, ConfirmedBy.REPLY) else Received.CONFIRMED_ALREADY


def _read(raw: bytes) -> tuple[str | None, str]:
    """Return the address that does not exist and the token of an answer; neither of a mail that cannot be read."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        return bounces.lost_mailbox(message), token_in(message) or ""
    except Exception as error:  # Python's parser raises all kinds of errors over what strangers make of a mail
        logger.warning("A mail could not be read: %s", type(error).__name__)
        return None, ""
