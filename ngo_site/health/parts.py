"""How the parts of the site do, in plain words, with what to do: for the desk's page and whoever else asks.

No part says an address or anything of a mail's content: what servers answer is told by its number alone.
"""

import platform
from collections.abc import Iterator

import django
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Case, F, Min, Model, Sum, When
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.admin_pages import admin_url
from core.cache import nginx_hits
from core.crypto.field_encryption import LockedField
from core.http import health
from core.jobs.models import Job
from core.readership import DailyViews

from . import backups, certificate, recipients, rhythms
from .mail import limit, mail_server, outbox
from .part import Part, PartState, waiting_since

LITTLE_DISK = 2 * 1024 * 1024 * 1024  # bytes, below which somebody should make room
LATE, MUCH_TOO_LATE = 15 * 60, 6 * 3600  # seconds that a job may wait; pictures of an import wait longer


def parts() -> list[Part]:
    """Return all parts, those first without which nothing works; without its database only what needs none."""
    try:
        with_database = [
            database(),
            worker(),
            *jobs(),
            rhythm(),
            *outbox(),
            mail_server(),
            limit(),
            pages(),
            recipients.part(),
        ]
    except DatabaseError:
        sentence = _("It does not answer. Start it, or see what its log says.")
        with_database = [Part("database", _("Database"), PartState.BAD, sentence)]
    return [*with_database, disk(), *backups.part(), *certificate.part(), keys(), versions()]


def database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = filesizeformat(cursor.fetchone()[0])
    return Part("database", _("Database"), PartState.OK, _("It answers, and holds %(size)s.") % {"size": size})


def worker() -> Part:
    if health.has_worker():
        return Part("worker", _("Worker"), PartState.OK, _("A worker is there: it does jobs and sends mail."))
    sentence = _("No worker was seen for a minute: no job is done and no mail leaves. Start “manage.py run_jobs”.")
    return Part("worker", _("Worker"), PartState.BAD, sentence)


def jobs() -> Iterator[Part]:
    """Yield what waits to be done, and what failed for good."""
    url, now = admin_url(Job, "changelist"), timezone.now()
    due = Case(When(run_after__lte=now, then=F("run_after")), default=F("enqueued_at"))
    ready = Job.objects.ready()
    number, oldest = ready.count(), ready.order_by().aggregate(oldest=Min(due))["oldest"]
    if oldest is None:
        yield Part("jobs-waiting", _("Jobs that wait"), PartState.OK, _("None waits."))
    else:
        age = (now - oldest).total_seconds()
        state = PartState.BAD if age > MUCH_TOO_LATE else PartState.WARNING if age > LATE else PartState.OK
        sentence = waiting_since(number, oldest)
        if state != PartState.OK:
            sentence += " " + _("Pictures of an import may take hours; for anything else, start one more worker.")
        yield Part("jobs-waiting", _("Jobs that wait"), state, sentence, f"{url}?state=waiting")
    failed = Job.objects.failed().count()
    if not failed:
        yield Part("jobs-failed", _("Jobs that failed"), PartState.OK, _("None has failed for good."))
        return
    text = ngettext(
        "%(number)d has failed for good. Look why, and let it try again.",
        "%(number)d have failed for good. Look why, and let them try again.",
        failed,
    )
    yield Part(
        "jobs-failed", _("Jobs that failed"), PartState.WARNING, text % {"number": failed}, f"{url}?state=failed"
    )


def rhythm() -> Part:
    """Say whether what is called by the clock was called in time."""
    late = [row.title for row in rhythms.rows() if row.is_late]
    if not late:
        return Part("clock", _("Clock"), PartState.OK, _("All that is done regularly was done in time."))
    text = ngettext(
        "%(number)d regular task is late: %(names)s. Look whether a worker is there, and at its log.",
        "%(number)d regular tasks are late: %(names)s. Look whether a worker is there, and at its log.",
        len(late),
    )
    names = ", ".join(f"“{title}”" for title in late[:3]) + (" …" if len(late) > 3 else "")
    return Part("clock", _("Clock"), PartState.WARNING, text % {"number": len(late), "names": names}, "#rhythms")


def disk() -> Part:
    """Say how much is left where pictures, films and documents lie."""
    try:
        free = health.disk_free()
    except OSError:
        sentence = _("The folder of pictures and documents cannot be read. See MEDIA_ROOT in docs/settings.md.")
        return Part("disk", _("Disk"), PartState.BAD, sentence)
    sentence = _("%(size)s are left for pictures, films and documents.") % {"size": filesizeformat(free)}
    if free > LITTLE_DISK:
        return Part("disk", _("Disk"), PartState.OK, sentence)
    state = PartState.WARNING if free > health.DISK_NEEDED else PartState.BAD
    return Part("disk", _("Disk"), state, sentence + " " + _("Make room, or give it a larger disk."))


def pages() -> Part:
    """Say who keeps finished pages, and how many were read today."""
    name = _("Page cache")
    read = DailyViews.objects.filter(day=timezone.localdate()).aggregate(Sum("views"))["views__sum"] or 0
    text = ngettext("%(number)d page was read today.", "%(number)d pages were read today.", read)
    today = text % {"number": read}
    if settings.NGINX_HITS and not nginx_hits.heard_at():
        sentence = _("nginx cannot tell of its readers, so it keeps no pages: see what the log says of NGINX_HITS.")
        return Part("page-cache", name, PartState.WARNING, f"{sentence} {today}")
    kept = _("nginx keeps finished pages, too.") if settings.NGINX_HITS else _("Finished pages are kept in memory.")
    return Part("page-cache", name, PartState.OK, f"{kept} {today}")


def keys() -> Part:
    """Say whether the site's secret opens what was locked with it, and whether the organisation's key is there."""
    name = _("Keys")
    if not settings.ORGANISATION_PUBLIC_KEY:
        sentence = _("ORGANISATION_PUBLIC_KEY is missing: nobody can sign. See docs/settings.md.")
        return Part("keys", name, PartState.BAD, sentence)
    try:
        opens = all(map(_opens, apps.get_models()))
    except DatabaseError:
        opens = True  # nothing is there to be opened
    if not opens:
        sentence = _("FINGERPRINT_SECRET is not the one that addresses were locked with. Put the old one back.")
        return Part("keys", name, PartState.BAD, sentence)
    sentence = _("The site’s secret and the organisation’s key are there.")
    return Part("keys", name, PartState.OK, sentence)


def _opens(model: type[Model]) -> bool:
    """Return whether the newest row of the model can be read, as far as it has anything locked."""
    field = next((field for field in model._meta.concrete_fields if isinstance(field, LockedField)), None)
    if field is None or model._meta.proxy:
        return True
    try:
        model._base_manager.order_by("-pk").values_list(field.name).first()
    except ValueError:
        return False
    return True


def versions() -> Part:
    found = [f"Python {platform.python_version()}", f"Django {django.get_version()}"]
    try:
        number = connection.pg_version
        found.append(f"Postgres {number // 10000}.{number % 10000}")
    except DatabaseError:
        pass
    return Part("versions", _("Versions"), PartState.OK, ", ".join(found))
