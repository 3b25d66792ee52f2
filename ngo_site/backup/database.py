"""The database in a backup: copied at one moment with its counts of rows, and brought back."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.db import DEFAULT_DB_ALIAS, connections

from . import postgres, tables


class Snapshot:
    """The database as it is at one moment; others go on writing meanwhile."""

    def __init__(self, connection):
        self.connection = connection
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            self.name = cursor.fetchone()[0]

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has that is copied."""
        return count_rows(self.connection, left_out=set(tables.LEFT_OUT))

    @contextmanager
    def dump(self) -> Iterator[BinaryIO]:
        """Yield what reads it in pg_dump's custom format. Raises ValueError with pg_dump's words when it fails."""
        where, environment = postgres.address(self.connection)
        command = [
            str(postgres.program("pg_dump", postgres.major_of(self.connection))),
            # Most of a large site is sealed, and does not get smaller.
            *["--format=custom", "--compress=1", "--no-owner", "--no-privileges", "--no-unlogged-table-data"],
            *(f"--exclude-table-data=public.{name}" for name in tables.LEFT_OUT),
            *[f"--snapshot={self.name}", f"--dbname={where}"],
        ]
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=said)
            assert process.stdout is not None  # as asked for
            try:
                with process.stdout as stream:
                    yield stream
            except BaseException:
                process.kill()
                raise
            finally:
                process.wait()
            if process.returncode:
                said.seek(0)
                raise ValueError(f"The database could not be copied: {said.read().decode(errors='replace').strip()}")


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Yield the database as it is now."""
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    connection.settings_dict = connections[DEFAULT_DB_ALIAS].settings_dict
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield Snapshot(connection)
    finally:
        connection.close()


def count_rows(connection, left_out: set[str]) -> dict[str, int]:
    """Return how many rows each table has, without those left out and what is UNLOGGED."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND relpersistence = 'p' ORDER BY relname"
        )
        names = [name for (name,) in cursor.fetchall() if name not in left_out]
        found = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 — a name out of the catalogue
            found[name] = cursor.fetchone()[0]
    return found


def is_empty(connection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')")
        return cursor.fetchone()[0]


def others_connected(connection) -> int:
    """Return how many other sessions use the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def make_empty(connection) -> None:
    """Remove all that is in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'")
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute("RESET lock_timeout")


def look_at(connection, dump: Path) -> None:
    """Raise ValueError when the programs that are here cannot bring this dump back."""
    program = postgres.program("pg_restore", postgres.major_of(connection))
    done = subprocess.run([program, "--list", dump], capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise ValueError(f"The dump cannot be read: {done.stderr.strip()}")


def load(connection, dump: Path, jobs: int) -> None:
    """Fill an empty database with a dump, over so many connections. Raises ValueError with pg_restore's words."""
    where, environment = postgres.address(connection)
    command = [
        str(postgres.program("pg_restore", postgres.major_of(connection))),
        *["--exit-on-error", "--no-owner", "--no-privileges", "--no-comments", f"--jobs={jobs}", f"--dbname={where}"],
        str(dump),
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace")
    if done.returncode:
        raise ValueError(f"The database could not be restored: {done.stderr.strip()}")


def tidy(connection) -> None:
    """Remove the jobs that were done, and have Postgres look at its tables: a dump does not say how large they are."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_tasks_database_dbtaskresult WHERE status = 'SUCCESSFUL'")
        cursor.execute("ANALYZE")


def differences(expected: dict[str, int], found: dict[str, int]) -> list[str]:
    """Return a sentence for each table that has not as many rows as it should."""
    return [
        f"{name} has {found.get(name, 'no')} rows instead of {number}."
        for name, number in expected.items()
        if found.get(name) != number
    ]


@contextmanager
def site_database(entry: dict) -> Iterator:
    """Have the site use another database, an entry of DATABASES, in this block; yield the connection to it."""
    own = connections[DEFAULT_DB_ALIAS]
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    other.settings_dict = {**own.settings_dict, **entry}
    try:
        connections[DEFAULT_DB_ALIAS] = other
        yield other
    finally:
        connections[DEFAULT_DB_ALIAS] = own
        other.close()
