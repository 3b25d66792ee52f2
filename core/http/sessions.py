"""Sessions in the database under keys that we have signed: a made-up cookie is known as such without asking anybody.

Only people at the desk have a session. Whoever sends a cookie of that name with anything else in it is a reader like
all others: the page cache answers, and the database is not asked.
"""

import base64
import hashlib
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string

# A key has room for 40 characters. 25 of Django's 36 are 129 random bits, 15 of base64 are 88 bits of a signature
# (BLAKE2 with a key, RFC 7693), which only tells strangers from the desk cheaply: who is logged in, the database says.
RANDOM, SIGNATURE = 25, 15
# What is kept in a session, and copied into columns of its row.
BEGUN, BROWSER = "begun", "browser"


class SessionStore(DatabaseStore):
    """Django's, in rows that say whose it is (``core.accounts.desk_sessions``), ending when it is not used."""

    used_at: datetime | None = None  # when the row was read

    @classmethod
    def get_model_class(cls) -> Any:
        return apps.get_model("core", "DeskSession")

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row: it ends some time after its last use, and in any case some days after the login."""
        begun_at = datetime.fromtimestamp(data.setdefault(BEGUN, time.time()), UTC)
        row: Any = super().create_model_instance(data)
        row.account_id, row.begun_at, row.browser = data.get(SESSION_KEY), begun_at, data.get(BROWSER, "")
        row.used_at = timezone.now()
        idle, longest = timedelta(minutes=settings.SESSION_IDLE_MINUTES), timedelta(days=settings.SESSION_DAYS)
        row.expire_date = min(row.used_at + idle, begun_at + longest)
        return row

    def _get_session_from_db(self):
        row = super()._get_session_from_db()  # type: ignore[misc]  # the stubs do not know it
        self.used_at = row.used_at if row else None
        return row

    def _get_new_session_key(self):
        while True:
            key = _signed(get_random_string(RANDOM, VALID_KEY_CHARS))
            if not self.exists(key):
                return key

    def _validate_session_key(self, key):
        return is_signed(key)


def is_signed(key: str | None) -> bool:
    """Return True for a key that this site has given out, whether or not its session has ended since."""
    return key is not None and len(key) == RANDOM + SIGNATURE and constant_time_compare(key, _signed(key[:RANDOM]))


def has_session(request: HttpRequest) -> bool:
    """Return True when the request comes from the desk; the session may have ended."""
    return is_signed(request.COOKIES.get(settings.SESSION_COOKIE_NAME))


def is_in(cookies: str) -> bool:
    """Return the same for the text of a Cookie header, read as Django reads it."""
    return is_signed(parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME))


def _signed(random: str) -> str:
    digest = hashlib.blake2b(random.encode(), key=_key(settings.SECRET_KEY), digest_size=11).digest()
    return random + base64.urlsafe_b64encode(digest).decode()[:SIGNATURE]


@lru_cache(4)
def _key(secret: str) -> bytes:
    return hashlib.sha256(f"session-keys {secret}".encode()).digest()
