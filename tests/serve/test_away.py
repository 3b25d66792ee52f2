"""Postgres goes away and comes back, while people read and write."""

from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

import psycopg2
import pytest
from bs4 import BeautifulSoup
from django.db import connections
from django.test import Client

from tests.browser import house
from tests.factories import make_account, make_petition
from tests.letters import form_token

WORDS = "Печать\nсвободна: 自由"


@pytest.fixture(scope="module")
def settings_of_the_site():
    return {"WEB_WORKERS": "1"}


@contextmanager
def no_postgres():
    """Let nobody in, and put out whoever is; the database itself stays as it is."""
    url = urlsplit(house.environment()["DATABASE_URL"])
    name = url.path[1:]
    keeper = psycopg2.connect(url._replace(path="/postgres").geturl())
    keeper.autocommit = True
    cursor = keeper.cursor()
    connections.close_all()
    cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    try:
        yield
    finally:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        keeper.close()


def test_what_people_send_meanwhile_comes_back_and_can_be_sent_again(site):
    make_petition(slug="free")
    visitor = Client()
    visitor.force_login(make_account("editor"))
    session = f"session={visitor.cookies['session'].value}"
    fields = {"name": "Łucja", "email": "lucja@example.org", "country": "PL", "comment": WORDS}
    body = urlencode({**fields, "form_token": form_token("SignForm")})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": site.url}
    with no_postgres():
        for path in ("/petitions/free/", "/newsletter/", "/articles/none/comments/", "/join/"):
            status, text = site.request("POST", path, body, headers)
            assert (status, "Łucja" in text, "Печать\nсвободна: 自由" in text) == (503, True, True), path
        sent = {field["name"]: field["value"] for field in BeautifulSoup(text, "html.parser").form.find_all("input")}
        for path in ("/petitions/free/", "/search/?q=press", "/articles/", "/nothing-here/", "/people/"):
            status, text = site.get(path)
            assert (status, "We cannot show this page now." in text) == (503, True), path
        large = "x" * 100_000  # whether this may come, only Postgres knows
        status, text = site.request("POST", "/admin/articles/photo/add/", large, {**headers, "Cookie": session})
        assert (status, "Please go back" in text) == (503, True)
        assert site.get("/healthz")[0] == 200
    status, text = site.request("POST", "/petitions/free/", urlencode(sent), headers)
    assert (status, "Check your mail" in text) == (200, True)
