"""Going back to a moment: what is asked for is read strictly. The way back itself is deploy/tests/restore."""

import datetime

import pytest
from django.core.management import CommandError

from ngo_site.backup import point_in_time
from tests.ngo_site.backup.conftest import run


def test_moment_has_its_zone():
    assert point_in_time.moment("2026-06-01 12:00:00+02:00") == datetime.datetime(2026, 6, 1, 10, tzinfo=datetime.UTC)


@pytest.mark.parametrize("text", ["2026-06-01 12:00:00", "yesterday", "2026-06-31 12:00:00+00:00", ""])
def test_what_is_no_moment(text):
    with pytest.raises(ValueError):
        point_in_time.moment(text)


@pytest.mark.django_db
def test_postgres_is_not_stopped_for_a_moment_that_makes_no_sense(tmp_path):
    stopped = tmp_path / "stopped"
    with pytest.raises(CommandError, match="has not come yet"):
        run("restore", "--to-time", "2999-01-01 00:00:00+00:00", "--stop", f"touch {stopped}")
    assert not stopped.exists()


@pytest.mark.django_db(transaction=True)
def test_what_failed_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"“false” failed"):
        run("restore", "--to-time", "2026-01-01 00:00:00+00:00", "--stop", "false")


@pytest.mark.django_db
def test_something_must_be_named():
    with pytest.raises(CommandError, match="Which backup"):
        run("restore")
