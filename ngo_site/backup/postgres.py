"""Postgres' own programs, pg_dump and pg_restore: which of them fits the server, and how it is reached."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from psycopg2.extensions import make_dsn

from dev import postgres


def major_of(connection) -> int:
    return connection.pg_version // 10000


def program(name: str, major: int) -> Path:
    """Return the program of this version of Postgres, or of the next later one. Raises ValueError when there is none.

    A later pg_dump writes what an earlier server does not understand, an earlier one refuses a later server.
    """
    found: dict[int, Path] = {}
    for path in _places(name):
        found.setdefault(_version(path), path)
    later = sorted(number for number in found if number >= major)
    if not later:
        raise ValueError(
            f"There is no {name} of Postgres {major}. Install it (Debian: apt install postgresql-client-{major}), or "
            "set PG_BIN to the folder of its programs."
        )
    return found[later[0]]


def _places(name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    for path in [*(place / name for place in postgres.places()), *([Path(on_path)] if on_path else [])]:
        if os.access(path, os.X_OK):
            yield path
    yield from sorted(postgres.SYSTEM.glob(f"*/bin/{name}"))


def _version(path: Path) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True).stdout  # “pg_dump (PostgreSQL) 15.3 (…)”
    number = said.partition(") ")[2].partition(".")[0]
    return int(number) if number.isdigit() else 0


def address(connection) -> tuple[str, dict[str, str]]:
    """Return where the database is, as --dbname takes it, and the environment that holds the password.

    Raises ValueError for a key file with a password of its own: it would stand in the list of processes.
    """
    given = connection.get_connection_params()
    password = given.pop("password", None)
    if "sslpassword" in given:
        raise ValueError("DATABASE_URL has sslpassword, which Postgres' programs take from a command line alone.")
    known = {"dbname", "user", "host", "port", "connect_timeout", "passfile", "service", "gssencmode"}
    options = {key: value for key, value in given.items() if key in known or key.startswith(("ssl", "keepalives"))}
    return make_dsn(**options), {**os.environ, **({"PGPASSWORD": password} if password else {})}
