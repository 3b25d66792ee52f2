"""How often one key (an address, a network) may do something, without a trace of who it was."""

import datetime
import hmac
import time

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
            _RESERVE,
            {
                "today": _hmac(scope, key, now),
                "before": [_hmac(scope, key, now - days * DAY) for days in _DAYS_BEFORE],
                "now": now,
                "latest": now + longest_wait,
                "limit": limit,
                "seconds": seconds,
            },
        )
        return cursor.fetchone()[0]


def forget(scope: str, key: str) -> None:
    """Begin to count anew for this key."""
    now = time.time()
    Throttle.objects.filter(pk__in=[_hmac(scope, key, now - days * DAY) for days in (0, *_DAYS_BEFORE)]).delete()


def forget_old() -> None:
    """Delete the rows whose window has passed."""
    Throttle.objects.filter(expires_at__lt=time.time()).delete()


# The keys of the days before still count, so that midnight is no moment of grace. One statement: nobody slips in
# between. The expiry is rounded up, so that a busy row is rewritten without touching the index.
_RESERVE = """
WITH earlier AS (
    SELECT moment FROM core_throttle, unnest(moments[2:]) AS moment WHERE key = ANY(%(before)s)
)
INSERT INTO core_throttle AS kept (key, moments, expires_at)
SELECT %(today)s, ARRAY[free] || CASE WHEN free <= %(latest)s THEN ARRAY[free] ELSE '{}' END,
    ceil((free + %(seconds)s) / 600) * 600
FROM (
    SELECT greatest(%(now)s::float8, %(seconds)s + (
        SELECT moment FROM earlier ORDER BY moment DESC OFFSET %(limit)s - 1 LIMIT 1
    )) AS free
) AS first
ON CONFLICT (key) DO UPDATE SET (moments, expires_at) = (
    SELECT ARRAY[free] || ARRAY(
        SELECT moment FROM (
            SELECT unnest(kept.moments[2:]) AS moment UNION ALL SELECT free WHERE free <= %(latest)s
        ) AS given ORDER BY moment DESC LIMIT %(limit)s
    ), greatest(kept.expires_at, ceil((free + %(seconds)s) / 600) * 600)
    FROM (
        SELECT greatest(%(now)s::float8, %(seconds)s + (
            SELECT moment FROM (
                SELECT unnest(kept.moments[2:]) AS moment UNION ALL SELECT moment FROM earlier
            ) AS given ORDER BY moment DESC OFFSET %(limit)s - 1 LIMIT 1
        )) AS free
    ) AS next
)
RETURNING moments[1]
"""


def _hmac(scope: str, key: str, moment: float) -> bytes:
    day = datetime.datetime.fromtimestamp(moment, datetime.UTC).date().isoformat()
    secret = hmac.digest(settings.SECRET_KEY.encode(), f"throttle {day}".encode(), "sha256")
    return hmac.digest(secret, f"{scope}\0{key}".encode(), "sha256")
