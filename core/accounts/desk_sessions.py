"""Sessions of people at the desk: whose, since when, last used, in which browser; how long they last."""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Least
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..http.request_bodies import is_at_desk
from ..http.sessions import SessionStore, has_session

LANGUAGE = "language"  # kept in the session
NOTED_EVERY = timedelta(minutes=1)
# The first that is named: Edge says that it is Chrome, and Chrome that it is Safari.
_BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrom": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


class DeskSession(AbstractBaseSession):
    """Django's row, with what its owner is shown of it; no address of a network is in it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="desk_sessions")
    begun_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)
    browser = models.CharField(max_length=40, blank=True)  # such as “Firefox/Linux”

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        default_permissions = ()

    def __str__(self):
        return f"{self.account_id or '–'} {self.begun_at:%Y-%m-%d %H:%M}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore

    @property
    def described(self) -> str:
        """The browser in plain words."""
        browser, _slash, system = self.browser.partition("/")
        if browser and system:
            return _now("%(browser)s on %(system)s") % {"browser": browser, "system": system}
        return browser or system or _now("A browser that does not say what it is")

    @property
    def number(self) -> str:
        """What stands for it in a form: the key itself opens the desk, and is in no page."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:32]


def named(user_agent: str) -> str:
    """Return the kind of a browser and its system, as in “Firefox/Linux”, without versions."""
    browser = next((name for part, name in _BROWSERS.items() if part in user_agent), "")
    system = next((name for part, name in _SYSTEMS.items() if part in user_agent), "")
    return f"{browser}/{system}" if browser or system else ""


def of(account: Any) -> models.QuerySet[DeskSession]:
    """Return the sessions of an account that last, the one used last first."""
    return DeskSession.objects.filter(account=account, expire_date__gt=timezone.now()).order_by("-used_at")


def end_others(request: HttpRequest) -> int:
    """End all sessions of whoever asks but this one; return how many."""
    return of(request.user).exclude(session_key=request.session.session_key).delete()[0]


def forget_ended() -> None:
    """Delete the sessions that nobody used for too long."""
    DeskSession.objects.filter(expire_date__lt=timezone.now()).delete()


class DeskSessionMiddleware:
    """Middleware: notes that a session was used, once a minute, and speaks the language that its owner chose.

    What a page does by itself (``request.is_by_itself``) is no use: a page left open must not keep a session alive.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        session = request.session
        language = session.get(LANGUAGE) if has_session(request) and is_at_desk(request.path_info) else None
        if language and language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if language:
            response.headers["Content-Language"] = translation.get_language()
        if session.accessed and not getattr(request, "is_by_itself", False):
            _note(session)
        return response


def _note(session: Any) -> None:
    now, used_at = timezone.now(), getattr(session, "used_at", None)
    if used_at is None or now - used_at < NOTED_EVERY or session.session_key is None:
        return
    idle, longest = timedelta(minutes=settings.SESSION_IDLE_MINUTES), timedelta(days=settings.SESSION_DAYS)
    ends = Least(models.Value(now + idle), models.F("begun_at") + models.Value(longest))
    DeskSession.objects.filter(session_key=session.session_key).update(used_at=now, expire_date=ends)
