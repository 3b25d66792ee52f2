"""Which backups stay."""

import datetime

from ngo_site.backup.keeping import superfluous

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
