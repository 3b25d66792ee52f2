"""What a visitor waits for Postgres, and what commands may."""

import psycopg2
import pytest

from tests.browser import house
from tests.serve.served import manage


@pytest.fixture(scope="module")
def settings_of_the_site():
    return {"DATABASE_LOCK_TIMEOUT": "1", "WEB_WORKERS": "1"}


def test_a_request_does_not_wait_for_ever(site):
    lock = psycopg2.connect(house.environment()["DATABASE_URL"])
    try:
        lock.cursor().execute("LOCK TABLE core_searchentry")
        assert site.get("/search/?q=press")[0] == 503
    finally:
        lock.close()
    assert site.get("/search/?q=press")[0] == 200


def test_commands_and_jobs_take_as_long_as_they_need(transactional_db):
    ask = "from django.db import connection; c = connection.cursor(); c.execute('SHOW {}'); print(c.fetchone())"
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        assert "('0',)" in manage("shell", "--no-imports", "-c", ask.format(name)).stdout
