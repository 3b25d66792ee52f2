"""A browser leaves no connection to the database behind: tests that put out whoever is connected may come next."""

import pytest
from django.db import connection

from tests.browser.conftest import chromium
from tests.waiting import wait_until


def connected() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


def own() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_connection_of_a_browser_ends_with_it():
    before = own()
    with chromium():
        beside = own()
        assert beside != before
    assert own() == before
    wait_until(lambda: beside not in connected())
