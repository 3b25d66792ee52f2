"""All tables as one SQL file: what the migrations tell an empty database, told at once instead of in five seconds.

`manage.py write_schema` writes it. Each migration has a digest of its source there: where one differs (it was edited,
or another version of a package is installed), the file is not used, and the migrations run.
"""

import contextlib
import hashlib
import inspect
import re
import textwrap
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder

SCHEMA = Path(__file__).with_name("schema.sql")
_HEAD = "-- Written by `python3 manage.py write_schema`: what the migrations do to an empty database.\n"
_SECTION = re.compile(r"^-- Migration (\w+)\.(\w+) ([0-9a-f]{12})$", re.MULTILINE)
# What the migrations ask, and what Django writes around them.
_NOT_KEPT = re.compile(r'\s*(SELECT|SAVEPOINT|RELEASE|SET CONSTRAINTS|(CREATE TABLE|INSERT INTO) "django_migrations")')

# The moment at which a migration ran, which it gave to rows that were there.
_NOW = re.compile(r"'20\d\d-[\d.:T+-]+'::timestamptz")


def load(connection, text: str = "") -> bool:
    """Make all tables, and note all migrations as applied; False, and nothing done, where the file does not fit."""
    if connection.introspection.table_names():
        return False
    text = text or SCHEMA.read_text()
    written = {(app, name): digest for app, name, digest in _SECTION.findall(text)}
    loader = MigrationLoader(connection)
    if written != _digests(loader):
        return False
    # As Django notes one that replaces others: these, and at the end itself.
    replacing = {key: loader.graph.nodes[key].replaces for key in written if loader.graph.nodes[key].replaces}
    applied = [name for key in written for name in replacing.get(key, [key])]
    with transaction.atomic(using=connection.alias):
        with connection.cursor() as cursor:
            cursor.execute(text)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        names = [*applied, *replacing]
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in names)
    return True


def write(connection) -> str:
    """Run all migrations in an empty database and return the text of the file."""
    said: list[str] = [_HEAD]

    def note_migration(action: str, migration: Migration | None = None, fake: bool = False) -> None:
        if action == "apply_start" and migration is not None:
            said.append(f"\n\n-- Migration {migration} {_digest(migration)}\n")

    def note_statement(execute, sql, params, many, context):
        if not _NOT_KEPT.match(str(sql)):
            said.append(_in_lines(context["cursor"].mogrify(sql, params).decode() if params else str(sql)))
        return execute(sql, params, many, context)

    executor = MigrationExecutor(connection, note_migration)
    with connection.execute_wrapper(note_statement):
        executor.migrate(executor.loader.graph.leaf_nodes())
    return _NOW.sub("now()", "".join(said))


@contextlib.contextmanager
def empty_database(name: str = "ngo_site_schema"):
    """Make an empty database on the same server, have it in place of the site's own, and remove it."""
    own = connections[DEFAULT_DB_ALIAS]
    scratch = connections.create_connection(DEFAULT_DB_ALIAS)
    scratch.settings_dict = {**own.settings_dict, "NAME": name}
    with own._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        connections[DEFAULT_DB_ALIAS] = scratch
        yield scratch
    finally:
        connections[DEFAULT_DB_ALIAS] = own
        scratch.close()
        with own._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _digests(loader: MigrationLoader) -> dict[tuple[str, str], str]:
    return {key: _digest(migration) for key, migration in loader.graph.nodes.items()}


def _digest(migration: Migration) -> str:
    source = Path(inspect.getfile(type(migration))).read_bytes()
    return hashlib.sha256(source).hexdigest()[:12]


def _in_lines(statement: str) -> str:
    """End it with a semicolon, and write each column of a table on a line of its own."""
    statement = textwrap.dedent(statement).strip().rstrip(";")
    if not statement.startswith("CREATE TABLE"):
        return f"{statement};\n"
    head, _, columns = statement.partition("(")
    lines, depth = [""], 0
    for part in re.findall(r"'[^']*'|\"[^\"]*\"|[(),]|[^'\"(),]+", columns.removesuffix(")")):
        depth += (part == "(") - (part == ")")
        if part == "," and depth == 0:
            lines.append("")
        else:
            lines[-1] += part
    return head + "(\n    " + ",\n    ".join(line.strip() for line in lines) + "\n);\n"
