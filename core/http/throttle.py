"""How often one key (an address, a network) may do something, without a trace of who it was."""

import datetime
import hmac
import time
from functools import lru_cache

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

DAY = 24 * 3600  # seconds
_DAYS_BEFORE = (1, 2, 3)  # whose keys still count: a moment may lie two days ahead, and its window is a day at most


class Throttle(models.Model):
    """What one key was given of late. UNLOGGED: not in the WAL, empty after a crash.

    ``moments`` (Unix time) are the answer to the last call, and behind it the moments that were given out, of which
    some may lie ahead.
    """

    key = models.BinaryField(primary_key=True)
    moments = ArrayField(models.FloatField())
    expires_at = models.FloatField(db_index=True)

    def __str__(self):
        return bytes(self.key).hex()


def allow(scope: str, key: str, limit: int, seconds: int, now: float | None = None) -> bool:
    """Return True, and count it, for at most ``limit`` calls in any ``seconds`` (a day at most) with this key.

    Refused calls do not count. For the rest see ``reserve``.
    """
    now = time.time() if now is None else now
    return reserve(scope, key, limit, seconds, now=now) <= now


def reserve(scope: str, key: str, limit: int, seconds: int, *, now: float, longest_wait: float = 0) -> float:
    """Return the first moment (Unix time) that is free for this key: there are ``limit`` of them in any ``seconds``.

    It is kept for the caller unless it comes more than ``longest_wait`` seconds (two days at most) after ``now``: then
    nothing is kept, and the answer tells when it would have been. The window slides: there is no moment at which twice
    the limit passes. What is stored is an HMAC under a key that changes each day, never ``key`` itself. Call it before
    a transaction begins where you can: inside one, another request with the same key waits for your commit, and a
    rollback takes the count back.
    """
    if not 0 < seconds <= DAY:
        raise ValueError("A throttle looks back one day at most.")
    if limit < 1:
        return float("inf")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT core_reserve(%s, %s, %s, %s, %s)",
            [keys_of(scope, key, now), now, now + longest_wait, limit, seconds],
        )
        return cursor.fetchone()[0]


def forget(scope: str, key: str) -> None:
    """Begin to count anew for this key."""
    Throttle.objects.filter(pk__in=keys_of(scope, key, time.time())).delete()


def forget_old() -> None:
    """Delete the rows whose window has passed."""
    Throttle.objects.filter(expires_at__lt=time.time()).delete()


def keys_of(scope: str, key: str, now: float) -> list[bytes]:
    """Return what stands for a key on this day and on those before, today's first: what ``core_reserve`` asks for."""
    message = f"{scope}\0{key}".encode()
    today = int(now // DAY)
    return [hmac.digest(_secret(settings.SECRET_KEY, today - days), message, "sha256") for days in (0, *_DAYS_BEFORE)]


@lru_cache(maxsize=16)
def _secret(secret: str, day: int) -> bytes:
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
    return hmac.digest(secret.encode(), f"throttle {date.isoformat()}".encode(), "sha256")
