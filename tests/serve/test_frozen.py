"""Postgres stands still for a while: what is in memory is read as ever, and nobody waits for what is not."""

from secrets import token_hex
from urllib.parse import urlencode

import pytest
from django.db import connection

from tests.factories import make_petition
from tests.letters import form_token
from tests.serve.frozen import frozen, postmaster
from tests.waiting import wait_until

WORDS = "Печать\nсвободна: 自由"
LONG = 20  # seconds: whoever waits for Postgres waits longer


@pytest.fixture(scope="module")
def settings_of_the_site():
    return {"WEB_WORKERS": "1"}


def connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]


def test_a_frozen_postgres_stalls_only_what_needs_it(site):
    path = make_petition(slug="free").get_absolute_url()
    pages = [path, f"{path}count.json", "/articles/", "/healthz"]
    fields = {"name": "Łucja", "email": "lucja@example.org", "country": "PL", "comment": WORDS}
    body = urlencode({**fields, "form_token": form_token("SignForm")})

    def sign():
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": site.url}
        return site.request("POST", path, body, headers, LONG)

    def search():
        return site.get(f"/search/?q={token_hex(4)}", LONG)[0]

    wait_until(lambda: {site.get(page)[0] for page in pages * 3} == {200})
    assert search() == 200
    before = connections()
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        first = postmaster(cursor.fetchone()[0])
    with frozen(first):
        for _ in range(10):  # more than there are threads
            status, text = sign()
            assert (status, "Łucja" in text, WORDS in text) == (503, True, True)
            assert search() == 503
            assert {site.get(page, LONG)[0] for page in pages} == {200}
    wait_until(lambda: sign()[0] == 200 and search() == 200, LONG)
    assert connections() <= before + 4
