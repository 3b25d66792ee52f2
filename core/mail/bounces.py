"""Mails that come back later (RFC 3464): whose mailbox does not exist gets no more letters and follow-ups.

Anybody can write such a report. One about a mail of ours has its Message-ID, which we have signed for its mailbox; the
signature tells nobody whose that is.
"""

import email
import hmac
import re
import secrets
from collections.abc import Iterator
from email.message import Message
from urllib.parse import urlsplit

from django.conf import settings
from flufl.bounce import scan_message

from .addresses import fingerprint
from .refusals import is_lost_mailbox

SIGNATURE = 20  # hexadecimal digits, 80 bits: a header has 76 characters on its first line
MOST_IDS = 10  # of which one may be ours
_SIGNED = re.compile(rb"<([0-9a-f]{16})\.([0-9a-f]{20})@")
_REPORTS = {"message/delivery-status", "message/global-delivery-status"}
_HEADERS = {"text/rfc822-headers", "message/global-headers"}
_ORIGINALS = {"message/rfc822", "message/global"}


def message_id(address: str, number: str = "") -> str:
    """Return a Message-ID, such as ``<5f….91…@example.org>``, for a mail to this address: a new one, or this one."""
    number = number or secrets.token_hex(8)
    return f"<{number}.{_signature(number, address)}@{urlsplit(settings.SITE_URL).hostname}>"


def lost_mailbox(message: Message) -> str | None:
    """Return the address that a mail of ours came back from because there is no such mailbox, or None."""
    if message.get_content_type() != "multipart/report":
        return _lost_in_own_words(message)
    number, _dot, signature = _message_id_in(message).strip("<> \t\r\n").partition("@")[0].partition(".")
    for fields in _recipients(message):
        is_failed = str(fields.get("Action", "")).strip().lower() == "failed"
        if not is_failed or not is_lost_mailbox(str(fields.get("Status", ""))):
            continue
        for name in ("Original-Recipient", "Final-Recipient"):
            address = str(fields.get(name, "")).partition(";")[2].strip().strip("<>")
            if "@" in address and hmac.compare_digest(_signature(number, address).encode(), signature.encode()):
                return address
    return None


def _lost_in_own_words(message: Message) -> str | None:
    """Read a report of the kinds that were usual before RFC 3464, and of some providers still."""
    if any(part.get_content_type() in _REPORTS for part in message.walk()):
        return None  # it has RFC 3464's words, in no report
    signed = _SIGNED.findall(message.as_bytes())[:MOST_IDS]
    try:
        lost = scan_message(message) if signed else ()
    except Exception:  # it trips over mails that are no reports
        return None
    for address in (str(found, "utf-8", "replace") if isinstance(found, bytes) else found for found in lost):
        for number, signature in signed:
            if hmac.compare_digest(_signature(number.decode(), address).encode(), signature):
                return address
    return None


def _signature(number: str, address: str) -> str:
    try:
        return fingerprint(address, number.encode(), purpose="bounce").hex()[:SIGNATURE]
    except ValueError:  # no address that mail is sent to
        return secrets.token_hex(SIGNATURE // 2)


def _message_id_in(report: Message) -> str:
    """Return the Message-ID of the mail that came back, of which a report has all or the headers."""
    for part in report.walk():
        kind, content = part.get_content_type(), part.get_payload()
        inner = content[0] if isinstance(content, list) and content else None
        if kind in _ORIGINALS and isinstance(inner, Message):
            return str(inner.get("Message-ID", ""))
        if kind in _HEADERS:
            text = inner.as_string() if isinstance(inner, Message) else str(content)
            return str(email.message_from_string(text).get("Message-ID", ""))
    return ""


def _recipients(report: Message) -> Iterator[Message]:
    """Yield the fields about each recipient: blocks between empty lines, after the first, which is about the mail."""
    for part in report.walk():
        if part.get_content_type() in _REPORTS:
            whole = part.as_bytes().decode(errors="replace").replace("\r\n", "\n")
            _head, _line, text = whole.partition("\n\n")
            for block in text.split("\n\n"):
                yield email.message_from_string(block.strip())
