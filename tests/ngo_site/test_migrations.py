"""A migration may run while the earlier release still serves, and so must break none of its queries.

What this finds takes two releases: one that needs a column no more, or fills a new one, and one that drops it, or
forbids NULL in it. How long a migration may wait for a lock is another matter: see ``manage.py migrate``.
"""

import pytest
from django.conf import settings
from django_migration_linter import MigrationLinter

APPS = ["core", "publishing", "newsletters", "organisation", "articles", "campaigns"]
# They make the tables of a site that is not served yet.
FIRST = ["0001_initial", "0002_database_functions"]
# It drops a table that no release has asked for since sessions have one of their own.
UNASKED = ["0009_old_sessions"]
# Its constraints ask only of what has a translation, in a column that the release before leaves empty.
OF_A_NEW_COLUMN = ["0005_translations"]


@pytest.mark.django_db
def test_no_migration_breaks_the_release_before_it(capsys):
    linter = MigrationLinter(
        str(settings.BASE_DIR),
        include_apps=APPS,
        ignore_name=FIRST + UNASKED + OF_A_NEW_COLUMN,
        no_cache=True,
        analyser_string="postgresql",
    )
    linter.lint_all_migrations()
    assert linter.nb_valid + linter.nb_warnings > 0
    assert not linter.has_errors, capsys.readouterr().out
