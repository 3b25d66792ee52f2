"""Which backups stay."""

import datetime
import fcntl
import sys

import pytest

from ngo_site.backup.folder import backups_in
from ngo_site.backup.keeping import superfluous
from tests.ngo_site.backup.conftest import make

NOW = datetime.datetime(2026, 12, 2, 12, tzinfo=datetime.UTC)


def named(moment):
    return moment.strftime("%Y-%m-%dT%H%M%SZ")


def test_days_and_weeks_stay():
    nightly = [named(NOW.replace(hour=3) - datetime.timedelta(days=days)) for days in range(60)]
    going = superfluous(nightly, days=7, weeks=4, now=NOW)
    # Seven nights, and the Sunday before each of the weeks that they do not reach.
    assert sorted(set(nightly) - set(going), reverse=True) == nightly[:7] + [
        "2026-11-22T030000Z",
        "2026-11-15T030000Z",
    ]


def test_all_of_the_last_day_stay():
    hourly = [named(NOW - datetime.timedelta(hours=hours)) for hours in range(30)]
    assert superfluous(hourly, days=1, weeks=1, now=NOW) == hourly[24:]


def test_after_a_long_pause_the_last_ones_stay():
    old = ["2025-01-01T030000Z", "2025-01-02T030000Z", "2025-02-01T030000Z"]
    assert superfluous(old, days=7, weeks=4, now=NOW) == []


@pytest.mark.django_db(transaction=True)
def test_nobody_makes_a_backup_while_others_are_removed(place):
    place.BACKUPS_KEPT = (1, 1)
    for name in ("2025-01-01T030000Z", "2025-01-02T030000Z"):
        (place.BACKUP_FOLDER / name).mkdir(parents=True)
    found = {}

    def look(event, arguments):
        if event == "shutil.rmtree" and "2025-01-0" in str(arguments[0]):
            with (place.BACKUP_FOLDER / ".lock").open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    found[str(arguments[0])] = "free"
                except BlockingIOError:
                    found[str(arguments[0])] = "locked"

    sys.addaudithook(look)  # for good; it looks at this folder alone
    backup = make(place)
    assert list(found.values()) == ["locked", "locked"]
    assert backups_in(place.BACKUP_FOLDER) == [backup.path]
