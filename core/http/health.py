"""Two questions for a load balancer: does the process answer, and can it do its work?"""

import datetime
import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import live_installation
from ..jobs.models import PRESENCE
from ..mail.outbox import OutboxMail

WORKER_SILENT_AFTER = 60  # seconds
MAIL_STUCK_AFTER = datetime.timedelta(minutes=10)
DISK_NEEDED = 200 * 1024 * 1024  # bytes


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as the process can answer at all; the database is not asked."""
    return process_lives()


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, workers, mail and disk are well, else 503 and which of them is not.

    A copy of the live site, which sends nothing, is not well either.
    """
    checks = {"disk": _has_disk()}
    try:
        checks |= {"jobs": has_worker(), "mail": mail_moves(), "database": True}
        checks["live"] = live_installation.held() is None
    except DatabaseError:
        checks |= {"database": False}
    return _answer(checks)


def process_lives() -> JsonResponse:
    """Return the answer to /healthz; the front gives it without a request, whatever the database and Django do."""
    return _answer({"process": True})


def _answer(checks: dict) -> JsonResponse:
    # Names and yes or no only: no versions, paths or numbers for the curious.
    well = all(checks.values())
    response = JsonResponse({"ok": well, **checks}, status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response


def has_worker() -> bool:
    """Return whether a worker was seen within the last minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2
                  AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND query_start > now() - make_interval(secs => %s)
            )
            """,
            [PRESENCE, WORKER_SILENT_AFTER],
        )
        return cursor.fetchone()[0]


def mail_moves() -> bool:
    """Return whether all personal mail was tried, that is due since ten minutes."""
    return (
        not OutboxMail.objects.filter(
            parked_at=None, is_bulk=False, attempts=0, due_at__lt=timezone.now() - MAIL_STUCK_AFTER
        )
        .exclude(kind="alert")
        .exists()
    )  # which are due since long ago, so that they leave first


def disk_free() -> int:
    """Return how many bytes are left where pictures, films and documents lie. Raises OSError."""
    return shutil.disk_usage(settings.MEDIA_ROOT if settings.MEDIA_ROOT.exists() else settings.BASE_DIR).free


def _has_disk() -> bool:
    try:
        return disk_free() > DISK_NEEDED
    except OSError:
        return False
