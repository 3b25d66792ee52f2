"""How often each page was read, and where readers came from: numbers by day, and nothing about anybody.

Counted in memory by the finished pages' front, added to the database every few seconds. No address, no cookie, no
browser and no time of day is kept. Our nginx tells what it answers from its own cache (``core/cache/nginx_hits.py``);
any other cache in front of this site hides that.
"""

import re
from collections import Counter
from datetime import timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .counters import Counters

FLUSH_EVERY = 10.0  # seconds
MOST_HOSTS_A_DAY = 2000  # whoever sends invented Referers fills no disk
KEPT_FOR = timedelta(days=400)
SHOWN_FROM = 3  # readers; a host that sent fewer might point at a person

_BOT = re.compile(
    r"bot|crawl|spider|slurp|fetch|curl|wget|python|java/|go-http|libwww|headless|monitor|preview|scan|feed|facebookexternalhit",
    re.I,
)
_ADD_VIEWS = """
INSERT INTO core_dailyviews AS kept (path, day, views)
SELECT key, %s, number FROM unnest(%s::text[], %s::bigint[]) AS new(key, number)
ON CONFLICT (day, path) DO UPDATE SET views = kept.views + excluded.views
"""
_ADD_REFERRERS = """
INSERT INTO core_dailyreferrers AS kept (host, day, views)
SELECT key, %s, number FROM unnest(%s::text[], %s::bigint[]) AS new(key, number)
ON CONFLICT (day, host) DO UPDATE SET views = kept.views + excluded.views
"""
_HOST = re.compile(r"(?=.{4,100}$)[a-z0-9-]+(\.[a-z0-9-]+)+$")


class DailyViews(models.Model):
    """How often one page was read on one day."""

    path = models.CharField(_("page"), max_length=300)
    day = models.DateField(_("day"))
    views = models.PositiveBigIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("daily views")
        verbose_name_plural = _("daily views")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["day", "path"], name="views_of_a_page_and_day")]
        indexes = [models.Index(fields=["path", "day"], name="views_of_a_page")]

    def __str__(self):
        return f"{self.path} {self.day}"


class DailyReferrers(models.Model):
    """How many came from one other site on one day."""

    host = models.CharField(_("site"), max_length=100)
    day = models.DateField(_("day"))
    views = models.PositiveBigIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("daily referrers")
        verbose_name_plural = _("daily referrers")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["day", "host"], name="views_from_a_site_and_day")]

    def __str__(self):
        return f"{self.host} {self.day}"


class Readership(Counters):
    """Counts pages and the sites that led to them: ``("page", path)`` and ``("site", host)``."""

    def __init__(self):
        super().__init__(write, FLUSH_EVERY)

    def count(self, environ: dict[str, Any], number: int = 1) -> None:  # type: ignore[override]  # it tells the key
        """Count so many readers of an HTML page that is there. Called for every such answer, so it is short."""
        if not is_reader(environ.get("HTTP_USER_AGENT", "")) or "HTTP_IF_NONE_MATCH" in environ:
            return
        purpose = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE")
        if purpose and ("prefetch" in purpose or "preview" in purpose):
            return
        super().count(("page", environ["PATH_INFO"]), number)
        referrer = environ.get("HTTP_REFERER")
        if host := host_of(referrer) if referrer else "":
            super().count(("site", host), number)


@lru_cache(2000)
def is_reader(user_agent: str) -> bool:
    """True unless it says that it is a machine; who says nothing is one."""
    return bool(user_agent) and not _BOT.search(user_agent)


@lru_cache(2000)
def host_of(referrer: str) -> str:
    """Return the other site's name, or nothing when it is our own or no name at all."""
    try:
        parts = urlsplit(referrer)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    own = (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www.")
    return host if parts.scheme in {"http", "https"} and host != own and _HOST.match(host) else ""


def write(numbers: dict[tuple[str, str], int]) -> None:
    """Add these numbers to today's rows; in one order everywhere, so that processes never wait in a ring."""
    today = timezone.localdate()
    paths: Counter[str] = Counter()
    hosts: Counter[str] = Counter()
    for (what, name), number in numbers.items():
        if what == "site":
            hosts[name] += number
        else:
            paths[name.encode("latin-1").decode("utf-8", "replace").replace("\x00", "")[:300]] += number
    with transaction.atomic(), connection.cursor() as cursor:
        _add(cursor, _ADD_VIEWS, paths, today)
        if DailyReferrers.objects.filter(day=today).count() < MOST_HOSTS_A_DAY:
            _add(cursor, _ADD_REFERRERS, hosts, today)


def _add(cursor, statement, counted, day):
    if not counted:
        return
    rows = sorted(counted.items())
    cursor.execute(statement, [day, [key for key, _number in rows], [number for _key, number in rows]])


readership = Readership()


def forget_old_days() -> None:
    """Delete the numbers of readers older than 400 days."""
    oldest = timezone.localdate() - KEPT_FOR
    for kind in (DailyViews, DailyReferrers):
        kind.objects.filter(day__lt=oldest).delete()
