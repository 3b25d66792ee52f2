"""Counting: signatures are added to the tally in windows, so that signing itself never waits for a shared row."""

from collections import Counter

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.jobs.tasks import Priority, job

from ..models import Petition, Tally
from ..petitions.public_log import Kind, log_change

WINDOW = 10_000  # rows

# Each row says itself whether the tally includes it, so a run that dies half-way changes nothing, and a run that is
# repeated finds nothing to do. The partial index holds only the rows that are due.
_COUNT = """
WITH due AS (
    SELECT id FROM campaigns_signature
    WHERE (status = 'confirmed' AND NOT counted) OR (status <> 'confirmed' AND counted)
    LIMIT %s FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE campaigns_signature SET counted = NOT counted FROM due
    WHERE campaigns_signature.id = due.id
    RETURNING petition_id, country, (coalesce(confirmed_at, created_at) AT TIME ZONE 'UTC')::date AS day,
        CASE WHEN counted THEN 1 ELSE -1 END AS step
), steps AS (
    SELECT petition_id, country, sum(step) AS step, count(*) AS rows FROM moved GROUP BY petition_id, country
), added AS (
    INSERT INTO campaigns_tally AS tally (petition_id, country, count)
    SELECT petition_id, country, greatest(step, 0) FROM steps ORDER BY petition_id, country
    ON CONFLICT (petition_id, country) DO UPDATE SET count = tally.count + (
        SELECT step FROM steps WHERE steps.petition_id = tally.petition_id AND steps.country = tally.country)
), by_day AS (
    INSERT INTO campaigns_dailytally AS tally (petition_id, day, count)
    SELECT petition_id, day, sum(step) FROM moved GROUP BY petition_id, day ORDER BY petition_id, day
    ON CONFLICT (petition_id, day) DO UPDATE SET count = tally.count + excluded.count
)
SELECT coalesce(sum(rows), 0) FROM steps
"""

_RECOUNT = """
SELECT coalesce(s.petition_id, t.petition_id), coalesce(s.country, t.country), coalesce(s.n, 0), coalesce(t.count, 0)
FROM (SELECT petition_id, country, count(*) AS n FROM campaigns_signature WHERE counted GROUP BY 1, 2) s
FULL JOIN campaigns_tally t ON t.petition_id = s.petition_id AND t.country = s.country
WHERE coalesce(s.n, 0) <> coalesce(t.count, 0)
ORDER BY 1, 2
"""
_DAYS = """
WITH days AS (
    SELECT petition_id, (coalesce(confirmed_at, created_at) AT TIME ZONE 'UTC')::date AS day, count(*) AS n
    FROM campaigns_signature WHERE counted GROUP BY 1, 2
)
"""
_DRIFT_OF_DAYS = f"""
{_DAYS} SELECT 1 FROM days FULL JOIN campaigns_dailytally tally USING (petition_id, day)
WHERE coalesce(days.n, 0) <> coalesce(tally.count, 0) LIMIT 1
"""  # noqa: S608
# Whoever takes a signature back and gives it again around midnight leaves the old day one too many: mended here.
_RECOUNT_DAYS = f"""
{_DAYS}, gone AS (
    DELETE FROM campaigns_dailytally AS tally
    WHERE NOT EXISTS (SELECT FROM days WHERE days.petition_id = tally.petition_id AND days.day = tally.day)
)
INSERT INTO campaigns_dailytally (petition_id, day, count) SELECT petition_id, day, n FROM days
ON CONFLICT (petition_id, day) DO UPDATE SET count = excluded.count
"""  # noqa: S608
_REASON = "All signatures were counted again, and the number shown was another."


def count_signatures() -> int:
    """Add newly confirmed signatures to the tally and take withdrawn ones off it; return how many rows moved."""
    moved = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [WINDOW])
            (rows,) = cursor.fetchone()
        moved += int(rows)
        if rows < WINDOW:
            return moved


def recount_daily() -> None:
    """Enqueue the count of all signatures from the beginning."""
    recount_everything.enqueue()


@job(Priority.UPKEEP, title=_("Count all signatures anew"))
def recount_everything() -> None:
    """Find what was typed into a tally past the site, within a day, and say so in the public log."""
    recount()


def recount() -> list[tuple[int, str, int, int]]:
    """Compare the tally with the rows it stands for, set it right, and say so in the public log.

    Returns one (petition id, country, signatures, tally) for each number that had drifted; the list should be empty.
    """
    # One statement sees signatures and tally as of one moment, so nobody has to wait unless there is something to mend.
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT)
        drift = cursor.fetchall()
        cursor.execute(_DRIFT_OF_DAYS)
        return _mend() if drift or cursor.fetchone() else []


@transaction.atomic
def _mend():
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE campaigns_tally IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_RECOUNT)
        drift = cursor.fetchall()
        cursor.execute("LOCK TABLE campaigns_dailytally IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_RECOUNT_DAYS)
    steps: Counter[int] = Counter()
    for petition, country, signatures, tally in drift:
        Tally.objects.update_or_create(petition_id=petition, country=country, defaults={"count": signatures})
        steps[petition] += signatures - tally
    for petition in Petition.objects.filter(pk__in=steps):
        if steps[petition.pk]:  # what moved from one country to another changes no number
            log_change(petition, Kind.MENDED, steps[petition.pk], _REASON)
    return drift
