"""Drop the table of Django's own sessions, which are in ``core_desksession`` since 0004: who was logged in, unread."""

from django.db import migrations

MAKE_IT_AGAIN = """
CREATE TABLE IF NOT EXISTS django_session (
    session_key varchar(40) NOT NULL PRIMARY KEY, session_data text NOT NULL, expire_date timestamptz NOT NULL
)
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0008_live_installation_table")]

    operations = [migrations.RunSQL("DROP TABLE IF EXISTS django_session", MAKE_IT_AGAIN)]
