"""What the database holds, as text."""

from django.apps import apps
from django.db import connection


def everything_stored() -> str:
    """Return the text of every row of every table."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)
