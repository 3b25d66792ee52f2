"""From the right password to the desk: the second factor stands between, and nobody is logged in before it.

After the password the session knows who waits, and nothing else: all pages take them for a stranger. Who needs a
second factor and has none is led to make one first.
"""

import time

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from ..http.sessions import BEGUN, BROWSER
from . import desk_sessions, second_factor
from .preferences import language_of

WAITING = "waits for the second factor"
WAITS = 15 * 60  # seconds
FACTOR = "second factor"  # in the session: which one was shown
SHOWN_AT = "password or factor shown at"  # in the session, Unix time


def begin(request: HttpRequest, account: User) -> bool:
    """After the right password: log in who has and needs no second factor and return True; else let them wait."""
    request.session.flush()  # a new key: what a stranger may have planted knows nothing
    if not second_factor.is_needed(account) and not second_factor.has_one(account):
        complete(request, account, "")
        return True
    request.session[WAITING] = [account.pk, account.get_session_auth_hash(), time.time()]
    request.session[BROWSER] = desk_sessions.named(request.headers.get("User-Agent", ""))
    return False


def waiting(request: HttpRequest) -> User | None:
    """Return who has given the right password within a quarter of an hour, and no second factor yet."""
    pk, digest, since = request.session.get(WAITING) or (None, "", 0)
    if pk is None or not 0 <= time.time() - since < WAITS:
        return None
    found = get_user_model()._default_manager.filter(pk=pk, is_active=True, is_staff=True).first()
    # Since then an administrator may have set another password.
    return found if found and constant_time_compare(digest, found.get_session_auth_hash()) else None


def complete(request: HttpRequest, account: User, factor: str) -> None:
    """Log in, under a new key; ``factor`` is what was shown besides the password."""
    request.session.pop(WAITING, None)
    request.session.pop(BEGUN, None)
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[BROWSER] = desk_sessions.named(request.headers.get("User-Agent", ""))
    request.session[desk_sessions.LANGUAGE] = language_of(account)
    request.session[FACTOR] = factor
    just_shown(request)


def just_shown(request: HttpRequest) -> None:
    """Note that somebody has shown their password or factor at this moment."""
    request.session[SHOWN_AT] = time.time()


def was_shown_within(request: HttpRequest, seconds: int) -> bool:
    return 0 <= time.time() - request.session.get(SHOWN_AT, 0) < seconds


def lacks_factor(request: HttpRequest) -> bool:
    """Return True for a session without a second factor whose owner's role needs one by now."""
    if not settings.SECOND_FACTOR_REQUIRED_FOR or request.session.get(FACTOR):
        return False
    return second_factor.is_needed(request.user)  # type: ignore[arg-type]  # asked of people at the desk alone


def may_enter(request: HttpRequest) -> bool:
    """Return whether this is somebody of the desk who came all the way in."""
    user = request.user
    return user.is_active and user.is_staff and not lacks_factor(request)


def account_of(request: HttpRequest) -> User | None:
    """Return who is logged in, or has given the password and is about to make a second factor."""
    if isinstance(request.user, AnonymousUser) or not request.user.is_authenticated:
        return waiting(request)
    return request.user
