"""On which other sites our cards, badges and forms are shown: by petition, site and day, and nothing about readers.

Counted in the finished pages' front from the Referer of what they fetch; our snippets ask browsers to send the site's
name there and no more.
"""

import re
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from core.counters import Counters
from core.readership import host_of, is_reader, readership

from ..models import ShownOn

WRITE_EVERY = 10.0  # seconds
MOST_SITES_A_DAY = 2000  # whoever sends invented Referers fills no disk
KEPT_FOR = timedelta(days=400)

_PETITION = re.compile(r"/embed/petitions/([^/]+)/(?:(?:card|badge)\.svg|sign/)?\Z")
_ADD = """
INSERT INTO campaigns_shownon AS kept (petition_id, host, day, views)
SELECT petition.id, new.host, %s, new.views
FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS new(slug, host, views)
JOIN campaigns_petition petition ON petition.slug = new.slug
ORDER BY petition.id, new.host
ON CONFLICT (petition_id, day, host) DO UPDATE SET views = kept.views + excluded.views
"""


def count(environ, number: int = 1) -> None:
    """Count what was shown so often: on another site, or else a page of ours that somebody read."""
    if "/embed/" not in environ["PATH_INFO"]:
        readership.count(environ, number)
        return
    petition = _PETITION.search(environ["PATH_INFO"])
    host = host_of(environ.get("HTTP_REFERER", ""))
    if petition and host and is_reader(environ.get("HTTP_USER_AGENT", "")):
        shown.count((petition[1].encode("latin-1").decode("utf-8", "replace").replace("\x00", ""), host), number)


def write(numbers: dict) -> None:
    """Add ``{(petition's slug, site): number}`` to today's rows."""
    today = timezone.localdate()
    if ShownOn.objects.filter(day=today).count() >= MOST_SITES_A_DAY:
        return
    rows = sorted(numbers.items())
    columns = [[slug for (slug, _host), _views in rows], [host for (_slug, host), _views in rows]]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD, [today, *columns, [views for _key, views in rows]])


shown = Counters(write, WRITE_EVERY)


def forget_old_days() -> None:
    """Delete on which sites embeds were shown more than 400 days ago."""
    ShownOn.objects.filter(day__lt=timezone.localdate() - KEPT_FOR).delete()
