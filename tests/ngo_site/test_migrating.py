"""A migration does not hold up a site for longer than it is told to."""

import io

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ngo_site.management.commands import migrate

pytestmark = [pytest.mark.subprocess, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def table_in_use():
    """Somebody writes into the table to which the last migration of ``publishing`` adds an index, until ``close()``."""
    other = psycopg2.connect(**connection.get_connection_params())
    call_command("migrate", "publishing", "0001", verbosity=0)
    other.cursor().execute("LOCK TABLE publishing_revision IN ROW EXCLUSIVE MODE")
    yield other
    other.close()
    call_command("migrate", verbosity=0)


@pytest.fixture(autouse=True)
def _impatient(settings, monkeypatch):
    settings.DATABASE_MIGRATE_LOCK_TIMEOUT = 1
    monkeypatch.setattr(migrate, "PAUSE", 0.1)


def test_it_tries_again_until_the_table_is_free(table_in_use):
    class Reader(io.StringIO):
        def write(self, text):
            if "A table is in use." in text:
                table_in_use.close()
            return super().write(text)

    said = Reader()
    call_command("migrate", "publishing", stdout=said)
    assert "(try 1 of" in said.getvalue()
    assert said.getvalue().rstrip().endswith("OK")
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_it_gives_up_with_what_to_do(table_in_use, monkeypatch):
    monkeypatch.setattr(migrate, "TRIES", 2)
    with pytest.raises(CommandError, match="pg_stat_activity"):
        call_command("migrate", "publishing", verbosity=0)
