"""An empty database gets from ngo_site/schema.sql what the migrations would have made."""

import subprocess

import pytest
from django.core.management import call_command
from django.db import connections

from dev import postgres
from ngo_site import schema

pytestmark = pytest.mark.subprocess


@pytest.fixture
def scratch(db):
    """An empty database in place of the tests' own."""
    with schema.empty_database() as connection:
        yield connection


def dumped(connection) -> list[str]:
    """Return all that Postgres says of a database, but for when the migrations ran and its dump's own secret."""
    place = connection.settings_dict
    command = [postgres.find("pg_dump"), "--dbname", place["NAME"], "--host", place["HOST"], "--inserts"]
    command += ["--port", str(place["PORT"]), "--username", place["USER"], "--exclude-table-data=django_migrations"]
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
    return [line for line in lines if not line.startswith(("\\restrict", "\\unrestrict"))]


def applied(connection) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, app, name FROM django_migrations ORDER BY id")
        return cursor.fetchall()


def test_the_file_makes_what_the_migrations_make(scratch):
    assert schema.write(scratch) == schema.SCHEMA.read_text(), "Type: python3 manage.py write_schema"
    by_migrations = dumped(scratch), applied(scratch)
    with schema.empty_database("another") as other:
        assert schema.load(other)
        assert (dumped(other), applied(other)) == by_migrations


def test_a_migration_that_was_edited_runs_itself(scratch):
    text = schema.SCHEMA.read_text()
    digest = text.partition("-- Migration core.0001_initial ")[2][:12]
    assert schema.load(scratch, text.replace(digest, "0" * 12)) is False
    assert scratch.introspection.table_names() == []


def test_a_database_with_a_table_is_left_alone(scratch):
    with scratch.cursor() as cursor:
        cursor.execute("CREATE TABLE earlier ()")
    assert schema.load(scratch) is False
    assert scratch.introspection.table_names() == ["earlier"]


def test_migrate_takes_the_file_and_then_makes_the_roles(scratch, capsys):
    call_command("migrate", interactive=False)
    assert "Made all tables from schema.sql." in capsys.readouterr().out
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_group_permissions")
        assert cursor.fetchone()[0] > 100


def test_a_plan_makes_no_tables(scratch, capsys):
    call_command("migrate", plan=True)
    assert "core.0001_initial" in capsys.readouterr().out
    assert scratch.introspection.table_names() == []
