"""How often one key (an address, a network) may do one thing, without a trace of who it was."""

import datetime
import hmac
import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from .jobs import every

DAY = 24 * 3600  # seconds


class Throttle(models.Model):
    """The moments (Unix time) at which one key was let through. UNLOGGED: not in the WAL, empty after a crash."""

    key = models.BinaryField(primary_key=True)
    moments = ArrayField(models.FloatField())
    expires_at = models.FloatField(db_index=True)

    def __str__(self):
        return bytes(self.key).hex()


def allow(scope: str, key: str, limit: int, seconds: int, now: float | None = None) -> bool:
    """Return True, and count it, for at most ``limit`` calls in any ``seconds`` (a day at most) with this key.

    The window slides: there is no moment at which twice the limit passes. Refused calls do not count. What is stored is
    an HMAC under a key that changes each day, never ``key`` itself. Call it before a transaction begins where you can:
    inside one, another request with the same key waits for your commit, and a rollback takes the count back.
    """
    if not 0 < seconds <= DAY:
        raise ValueError("A throttle looks back one day at most.")
    now = time.time() if now is None else now
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT_AND_DECIDE,
            {
                "today": _hmac(scope, key, now),
                "yesterday": _hmac(scope, key, now - DAY),
                "now": now,
                "since": now - seconds,
                "limit": limit,
                "expires": now + seconds,
            },
        )
        return cursor.fetchone()[0]


@every(seconds=600)
def forget_old():
    """Delete the rows whose window has passed."""
    Throttle.objects.filter(expires_at__lt=time.time()).delete()


# Yesterday's key still counts, so that midnight is no moment of grace. One statement: nobody slips in between.
_COUNT_AND_DECIDE = """
WITH earlier AS (
    SELECT count(*) AS used FROM lib_throttle, unnest(moments) AS moment
    WHERE key = %(yesterday)s AND moment > %(since)s
)
INSERT INTO lib_throttle AS kept (key, moments, expires_at)
VALUES (
    %(today)s,
    CASE WHEN (SELECT used FROM earlier) < %(limit)s THEN ARRAY[%(now)s::float8] ELSE '{}' END,
    %(expires)s
)
ON CONFLICT (key) DO UPDATE SET
    moments = ARRAY(SELECT moment FROM unnest(kept.moments) AS moment WHERE moment > %(since)s)
        || CASE WHEN (SELECT used FROM earlier)
                + (SELECT count(*) FROM unnest(kept.moments) AS moment WHERE moment > %(since)s) < %(limit)s
           THEN ARRAY[%(now)s::float8] ELSE '{}' END,
    expires_at = %(expires)s
RETURNING coalesce(moments[cardinality(moments)] = %(now)s, false)
"""


def _hmac(scope: str, key: str, moment: float) -> bytes:
    day = datetime.datetime.fromtimestamp(moment, datetime.UTC).date().isoformat()
    secret = hmac.digest(settings.SECRET_KEY.encode(), f"throttle {day}".encode(), "sha256")
    return hmac.digest(secret, f"{scope}\0{key}".encode(), "sha256")
