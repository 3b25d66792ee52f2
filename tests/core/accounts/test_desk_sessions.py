"""Where somebody is logged in: what they are shown of it, how it ends, and how long it lasts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.accounts.desk_sessions import named
from core.audit import AuditEntry
from core.models import DeskSession
from tests.factories import make_account, make_article, make_staff

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


def log_in(user_agent="", username="erin"):
    client = Client(headers={"User-Agent": user_agent} if user_agent else None)
    client.post("/admin/login/", {"username": username, "password": "correct horse"})
    return client


def is_in(client):
    return client.get("/admin/").status_code == 200


@pytest.fixture
def erin():
    return make_staff("erin")


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (FIREFOX, "Firefox/Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36 Edg/131.0", "Edge/Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148 Safari/604.1", "Safari/iPhone"),
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome/Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", "Safari/macOS"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_in_plain_words(user_agent, expected):
    assert named(user_agent) == expected


def test_one_sees_ones_own_sessions_without_key_or_network(erin):
    make_account("editor", username="frank", password="correct horse")
    mine, other = log_in(FIREFOX), log_in()
    log_in(username="frank")
    page = mine.get("/admin/account/")
    assert "Firefox on Linux" in page.text and "A browser that does not say what it is" in page.text
    assert len(page.context["sessions"]) == 2
    keys = list(DeskSession.objects.values_list("session_key", flat=True))
    assert [key for key in keys if key in page.text] == []
    assert "127.0.0.1" not in str(DeskSession.objects.values())
    assert is_in(other)


def test_one_is_ended_or_all_others_and_nobody_elses(erin):
    make_account("editor", username="frank", password="correct horse")
    mine, second, third, frank = log_in(FIREFOX), log_in(), log_in(), log_in(username="frank")
    numbers = {one.session_key: one.number for one in DeskSession.objects.all()}
    for client in (frank, mine):
        mine.post("/admin/account/sessions/", {"session": numbers[client.cookies["session"].value]})
    assert [is_in(client) for client in (mine, second, third, frank)] == [True] * 4
    mine.post("/admin/account/sessions/", {"session": numbers[second.cookies["session"].value]})
    assert [is_in(client) for client in (mine, second, third, frank)] == [True, False, True, True]
    mine.post("/admin/account/sessions/", {"session": "others"})
    assert [is_in(client) for client in (mine, third, frank)] == [True, False, True]
    assert AuditEntry.objects.filter(action="session").count() == 2


def test_an_administrator_ends_those_of_an_account(admin_client, erin):
    client = log_in()
    sent = {"username": "erin", "is_active": "on", "_end_sessions": "1"}
    admin_client.post(f"/admin/auth/user/{erin.pk}/change/", sent)
    assert not is_in(client)


def test_a_password_or_role_that_changes_ends_the_other_sessions(admin_client):
    frank = make_account("editor", username="frank", password="correct horse")
    mine, other = log_in(username="frank"), log_in(username="frank")
    new = {"new_password1": "harbour lamp carbon sixty", "new_password2": "harbour lamp carbon sixty"}
    assert mine.post("/admin/password_change/", {"old_password": "correct horse", **new}).status_code == 302
    assert [is_in(mine), is_in(other)] == [True, False]
    admin_client.post(
        f"/admin/auth/user/{frank.pk}/change/", {"username": "frank", "role": "author", "is_active": "on"}
    )
    assert not is_in(mine)


def age(**by):
    """Let the only session be older by this, as if its browser had rested."""
    row = DeskSession.objects.get()
    change = timedelta(**by)
    DeskSession.objects.update(used_at=row.used_at - change, expire_date=row.expire_date - change)


def test_it_ends_two_hours_after_its_last_use(erin):
    client = log_in()
    age(minutes=119)
    assert is_in(client)
    age(minutes=119)
    assert is_in(client)
    age(minutes=121)
    assert not is_in(client)


def test_it_ends_a_week_after_the_login_however_much_it_is_used(erin):
    client = log_in()
    begun = timezone.now() - timedelta(days=7, minutes=-30)
    age(minutes=5)
    DeskSession.objects.update(begun_at=begun)
    assert is_in(client)
    assert DeskSession.objects.get().expire_date == begun + timedelta(days=7)


def test_writing_keeps_it_alive_and_a_page_left_open_does_not(erin):
    article = make_article(published_at=None)
    client = log_in()
    page = client.get(f"/admin/articles/article/{article.pk}/change/")
    form = page.context["adminform"].form
    address, key = f"/admin/articles/article/{article.pk}/autosave/", "a" * 22

    def report(serial, fields):
        sent = {"key": key, "base": "", "serial": serial, "fields": fields}
        return client.post(address, sent, content_type="application/json").status_code

    assert form is not None
    age(minutes=60)
    before = DeskSession.objects.get().used_at
    assert report(0, None) == 200
    assert DeskSession.objects.get().used_at == before
    assert report(1, [["title", "Ink"]]) == 200
    assert DeskSession.objects.get().used_at > before
    age(minutes=60)
    before = DeskSession.objects.get().used_at
    assert report(1, [["title", "Ink"]]) == 200  # the same again: nobody typed
    assert DeskSession.objects.get().used_at == before


def test_a_form_whose_session_has_ended_comes_back_with_what_was_typed(erin):
    article = make_article(published_at=None)
    client = log_in()
    age(minutes=121)
    answer = client.post(
        f"/admin/articles/article/{article.pk}/change/",
        {"title": "Words of an hour"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert (answer.status_code, "Words of an hour" in answer.text) == (403, True)


def test_the_desk_speaks_the_language_that_somebody_chose(erin, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    client = log_in()
    client.post("/admin/account/", {"first_name": "Erin", "language": "fr"})
    page = client.get("/admin/account/")
    assert ('<html lang="fr"' in page.text, page["Content-Language"]) == (True, "fr")
    assert '<html lang="fr"' in log_in().get("/admin/").text
    assert '<html lang="en"' in client.get("/").text
