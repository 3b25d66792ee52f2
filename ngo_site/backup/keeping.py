"""Which backups stay: all of the last day, then one a day and one a week, as BACKUPS_KEPT says."""

import datetime
import shutil
from collections.abc import Iterable
from pathlib import Path

from .folder import backups_in

ALL_OF = datetime.timedelta(days=1)


def superfluous(names: Iterable[str], days: int, weeks: int, now: datetime.datetime) -> list[str]:
    """Return the names that may go: the newest of each of the last days and weeks that have one stay."""
    newest_first = sorted(names, reverse=True)
    kept = {name for name in newest_first if now - moment_of(name) < ALL_OF}
    for most, period in ((days, _day), (weeks, _week)):
        seen: dict[object, str] = {}
        for name in newest_first:
            seen.setdefault(period(moment_of(name)), name)
        kept |= set(list(seen.values())[:most])
    return [name for name in newest_first if name not in kept]


def remove_superfluous(folder: Path, days: int, weeks: int) -> int:
    """Remove the backups that need not stay; return their number. The caller has locked the folder.

    Otherwise another backup may be linking to what is removed, or take what is half gone for what was left of a
    killed one.
    """
    now = datetime.datetime.now(datetime.UTC)
    going = superfluous([path.name for path in backups_in(folder)], days, weeks, now)
    for name in going:
        # Renamed first, so that no half of one is taken for a backup.
        gone = (folder / name).rename(folder / f".unfinished-{name}")
        shutil.rmtree(gone)
    return len(going)


def moment_of(name: str) -> datetime.datetime:
    """Return the moment that a backup is named for."""
    return datetime.datetime.strptime(name, "%Y-%m-%dT%H%M%SZ").replace(tzinfo=datetime.UTC)


def _day(moment: datetime.datetime) -> datetime.date:
    return moment.date()


def _week(moment: datetime.datetime) -> tuple[int, int]:
    return moment.isocalendar()[:2]
