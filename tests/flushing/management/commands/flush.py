"""`flush` in the tests: it puts back what the migrations left, and touches only tables in which something stands.

Django's own empties a hundred tables and makes all permissions anew, which takes as long as most tests.
"""

from io import StringIO

from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.core.management.color import no_style
from django.core.management.commands import flush
from django.core.management.sql import sql_flush
from django.db import connection, transaction

LARGE = 4 * 2**20  # bytes from which a table is sooner emptied than its rows are deleted

_kept: dict[str, str] = {}


class Command(flush.Command):
    def handle(self, **options):
        if not put_back():
            super().handle(**options)


def remember() -> None:
    """Keep what stands in the new test database."""
    with connection.cursor() as cursor:
        _kept.update({table: _copy(cursor, table) for table in _filled(cursor)})


def put_back() -> bool:
    """Return whether it was possible: foreign keys are passed over, which only superusers may."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not _kept or not cursor.fetchone()[0]:
            return False
        cursor.execute("SET LOCAL session_replication_role = replica")
        filled = _filled(cursor)
        if _largest(cursor, filled) > LARGE:
            for statement in sql_flush(no_style(), connection, reset_sequences=False):
                cursor.execute(statement)
            filled = set()
        changed = {table for table in _kept if table not in filled or _copy(cursor, table) != _kept[table]}
        for table in filled - _kept.keys() | filled & changed:
            cursor.execute(f'DELETE FROM "{table}"')
        for table in changed:
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', StringIO(_kept[table]))
    if changed:
        ContentType.objects.clear_cache()
        Site.objects.clear_cache()
    return True


def _filled(cursor) -> set[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in tables))
    return {name for (name,) in cursor.fetchall()}


def _largest(cursor, tables) -> int:
    cursor.execute("SELECT coalesce(max(pg_table_size(name::regclass)), 0) FROM unnest(%s) AS name", [list(tables)])
    return cursor.fetchone()[0]


def _copy(cursor, table) -> str:
    text = StringIO()
    cursor.copy_expert(f'COPY "{table}" TO STDOUT', text)
    return text.getvalue()
