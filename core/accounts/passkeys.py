"""Passkeys (W3C Web Authentication): the only module that knows the library which checks and keeps them.

The page brings the question along, and its form the browser's answer: no address beside that of the page is needed.
"""

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.exceptions import WebAuthnException

from .. import identity

ASKED = "passkey asked"
LONGEST_ANSWER = 16 * 1024  # characters
LONGEST_NAME = 60
# What the library's parsers raise for nonsense, besides their own.
_NONSENSE = (WebAuthnException, OTPWebAuthnApiError, ValueError, TypeError, KeyError, AttributeError, DatabaseError)


class PasskeyRefused(Exception):
    """The browser's answer does not fit the question of this session."""


def site_name(request: HttpRequest | None = None) -> str:
    """Return the name that browsers show when they ask; the library calls this."""
    return identity.current().name


def are_offered() -> bool:
    """Return False where browsers make none: a passkey belongs to a domain, and an IP address is none."""
    try:
        ipaddress.ip_address((urlsplit(settings.SITE_URL).hostname or "").strip("[]"))
    except ValueError:
        return True
    return False


def of(account: User) -> list[WebAuthnCredential]:
    return list(WebAuthnCredential.objects.filter(user=account).order_by("pk"))


def ask_for_new(request: HttpRequest, account: User) -> str:
    """Return, in JSON, what ``navigator.credentials.create`` is called with; the session remembers the challenge."""
    return _asked(request, *WebAuthnHelper(request).register_begin(account))


def ask(request: HttpRequest, account: User) -> str:
    """Return, in JSON, what ``navigator.credentials.get`` is called with; the session remembers the challenge."""
    helper = WebAuthnHelper(request)
    return _asked(request, *helper.authenticate_begin(account, require_user_verification=False))


def keep(request: HttpRequest, account: User, answer: str, name: str) -> WebAuthnCredential:
    """Keep the new passkey that the browser made. Raises PasskeyRefused."""
    state, data = _answered(request, answer)
    try:
        with transaction.atomic():
            passkey = WebAuthnHelper(request).register_complete(user=account, state=state, data=data)
    except _NONSENSE as error:
        raise PasskeyRefused from error
    passkey.name = name[:LONGEST_NAME]
    passkey.save(update_fields=["name"])
    return passkey


def check(request: HttpRequest, account: User, answer: str) -> None:
    """Return when one of the account's passkeys has signed this session's challenge. Raises PasskeyRefused."""
    state, data = _answered(request, answer)
    try:
        with transaction.atomic():
            WebAuthnHelper(request).authenticate_complete(user=account, state=state, data=data)
    except _NONSENSE as error:
        raise PasskeyRefused from error


def _asked(request: HttpRequest, options: dict, state: dict) -> str:
    request.session[ASKED] = state
    return json.dumps(options)


def _answered(request: HttpRequest, answer: str) -> tuple[Any, Any]:
    state = request.session.pop(ASKED, None)  # a challenge is answered once
    try:
        data = json.loads(answer[:LONGEST_ANSWER])
    except (ValueError, RecursionError) as error:
        raise PasskeyRefused from error
    if not state or not isinstance(data, dict):
        raise PasskeyRefused
    return state, data
