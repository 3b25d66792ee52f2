"""Confirming by answering the mail: for people who have mail but no usable web. Off unless CONFIRM_BY_REPLY is set."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from email.message import EmailMessage
from email.utils import getaddresses

from django.conf import settings

_TO = ("Delivered-To", "X-Original-To", "To", "Cc")


def reply_headers(token: str) -> dict:
    """Return the header that leads an answer back to us; empty when the setting is."""
    local, at, domain = settings.CONFIRM_BY_REPLY.rpartition("@")
    if not at:
        return {}
    # In hexadecimal, since mail servers on the way may turn the part before the @ into lower case.
    return {"Reply-To": f"{local}+{urlsafe_b64decode(token + '==').hex()}@{domain}"}


def token_in(message: EmailMessage) -> str | None:
    """Return the token an answer was sent to, or None for what no person wrote (RFC 3834, RFC 3464).

    Who sent it is not looked at: senders are forged, tokens are not.
    """
    if _is_automatic(message):
        return None
    local, _at, domain = settings.CONFIRM_BY_REPLY.lower().rpartition("@")
    pattern = re.compile(rf"{re.escape(local)}\+([0-9a-f]{{32}})@{re.escape(domain)}")
    for _name, address in getaddresses([str(value) for header in _TO for value in message.get_all(header, [])]):
        if domain and (found := pattern.fullmatch(address.lower())):
            return urlsafe_b64encode(bytes.fromhex(found[1])).decode().rstrip("=")
    return None


def _is_automatic(message) -> bool:
    submitted = str(message.get("Auto-Submitted", "no")).strip().lower()
    return (
        not submitted.startswith("no")
        or str(message.get("Precedence", "")).strip().lower() in {"bulk", "junk", "list", "auto_reply"}
        or str(message.get("Return-Path", "")).strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or any(
            message.get(header) for header in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id")
        )
    )
