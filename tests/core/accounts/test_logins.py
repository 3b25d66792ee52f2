"""Mallory guesses passwords; Erin, whose account it is, comes in all the same."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from core.accounts import logins
from core.accounts.logins import FailedLogins, forget_old_failures
from core.audit import AuditEntry
from core.models import Throttle
from tests.factories import make_account, make_staff

pytestmark = pytest.mark.django_db

RIGHT = "correct horse"
MALLORY, ERIN = "198.51.100.7", "203.0.113.9"


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed, which is what costs."""

    hashed = 0

    def encode(self, password, salt):
        CountingHasher.hashed += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def _counting(settings):
    settings.PASSWORD_HASHERS = ["tests.core.accounts.test_logins.CountingHasher"]
    CountingHasher.hashed = 0


@pytest.fixture
def erin(_counting):
    return make_staff("erin")


def log_in(password, username="erin", network=MALLORY, client=None):
    form = {"username": username, "password": password, "next": "/admin/"}
    return (client or Client()).post("/admin/login/", form, REMOTE_ADDR=network)


@pytest.mark.usefixtures("erin")
def test_sixty_wrong_passwords_and_then_the_right_one_from_there_and_from_elsewhere():
    assert {log_in(f"wrong {number}").status_code for number in range(5)} == {200}
    refused = [log_in(f"wrong {number}") for number in range(55)] + [log_in(RIGHT)]
    assert {answer.status_code for answer in refused} == {429}
    assert log_in(RIGHT, network=ERIN).status_code == 302
    assert Throttle.objects.count() <= 8
    assert FailedLogins.objects.values_list("account", "wrong", "refused").get() == ("erin", 5, 56)
    told = AuditEntry.objects.filter(action="login-failed").order_by("pk")
    assert [(entry.object_name, entry.detail.rpartition(" ")[2]) for entry in told] == [
        ("erin", "1"), ("erin", "5"), ("erin", "20"),
    ]  # fmt: skip


@pytest.mark.usefixtures("erin")
def test_who_is_refused_reads_when_to_try_again_and_costs_nothing():
    for number in range(5):
        log_in(f"wrong {number}")
    CountingHasher.hashed = 0
    answer = log_in(RIGHT)
    assert CountingHasher.hashed == 0
    seconds = int(answer["Retry-After"])
    assert 600 < seconds <= 900
    assert f"Too many tries. Please try again in {-(-seconds // 60)} minutes." in answer.text


@pytest.mark.usefixtures("erin")
def test_an_account_that_is_none_is_answered_the_same_way_and_costs_the_same():
    def story(username):
        CountingHasher.hashed = 0
        answers = [log_in("wrong", username, network=f"198.51.{len(username)}.7") for _ in range(7)]
        said = [(answer.status_code, answer.context["form"].non_field_errors()) for answer in answers]
        return said, CountingHasher.hashed

    assert story("erin") == story("nobody")
    assert list(FailedLogins.objects.values_list("account", "wrong", "refused").order_by("account")) == [
        ("", 5, 2), ("erin", 5, 2),
    ]  # fmt: skip


def test_who_may_not_enter_the_desk_is_counted_with_the_right_password_too(erin):
    erin.is_staff = erin.is_superuser = False
    erin.save()
    assert [log_in(RIGHT).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.usefixtures("erin")
def test_many_networks_together_are_slowed_and_a_browser_that_is_known_is_not(monkeypatch):
    monkeypatch.setattr(logins, "ALL", (20, 3600))
    browser = Client()
    assert log_in(RIGHT, network=ERIN, client=browser).status_code == 302
    browser.post("/admin/logout/")
    tried = [log_in("wrong", network=f"198.{number}.100.7").status_code for number in range(22)]
    assert tried == [200] * 19 + [429] * 3  # twenty in all, the login that worked among them
    assert log_in(RIGHT, network="192.0.2.1").status_code == 429
    assert log_in(RIGHT, network="192.0.2.1", client=browser).status_code == 302


def test_fifty_tries_for_one_account_in_an_hour_wherever_they_come_from(erin, monkeypatch):
    monkeypatch.setattr(logins, "ALL", (1000, 10))
    tried = [log_in("wrong", network=f"198.{number}.100.7").status_code for number in range(52)]
    assert tried == [200] * 50 + [429] * 2
    assert 3400 < int(log_in(RIGHT, network=ERIN)["Retry-After"]) <= 3600
    erin.set_password("another horse")  # as an administrator does: counting begins anew
    erin.save()
    assert log_in("another horse", network=ERIN).status_code == 302


def test_thirty_tries_from_one_network_in_ten_minutes_whatever_the_accounts(monkeypatch):
    monkeypatch.setattr(logins, "ALL", (1000, 10))
    tried = [log_in("wrong", f"name{number}").status_code for number in range(40)]
    assert tried == [200] * 30 + [429] * 10
    rows = Throttle.objects.count()
    for number in range(40, 80):
        log_in("wrong", f"name{number}")
    assert Throttle.objects.count() == rows
    assert FailedLogins.objects.values_list("account", "wrong", "refused").get() == ("", 30, 50)


@pytest.mark.usefixtures("erin")
def test_the_cookie_of_a_known_browser_opens_nothing_and_has_few_tries_itself():
    browser = Client()
    log_in(RIGHT, network=ERIN, client=browser)
    browser.post("/admin/logout/")
    assert browser.get("/admin/").status_code == 302
    cookie = browser.cookies[logins.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    assert "erin" not in cookie.value
    assert [log_in("wrong", client=browser).status_code for _ in range(6)] == [200] * 5 + [429]
    make_account("editor", username="frank", password=RIGHT)
    assert [log_in("wrong", "frank", client=browser).status_code for _ in range(6)] == [200] * 5 + [429]


@pytest.mark.usefixtures("erin")
def test_who_gets_in_begins_anew():
    for _ in range(3):
        assert [log_in("wrong", network=ERIN).status_code for _ in range(3)] == [200] * 3
        assert log_in(RIGHT, network=ERIN).status_code == 302


def test_a_team_behind_one_door_comes_in_at_nine(monkeypatch):
    monkeypatch.setattr(logins, "ALL", (1000, 10))
    team = [make_staff(f"person{number}").username for number in range(40)]
    assert {log_in(RIGHT, name, network=ERIN).status_code for name in team} == {302}


def test_the_old_password_is_not_guessed_at_a_desk_left_open(client, erin):
    client.force_login(erin)
    new = {"new_password1": "harbour lamp carbon sixty", "new_password2": "harbour lamp carbon sixty"}
    for number in range(6):
        answer = client.post("/admin/password_change/", {"old_password": f"wrong {number}", **new})
    assert "Too many tries. Please try again in" in answer.text
    answer = client.post("/admin/password_change/", {"old_password": RIGHT, **new})
    assert answer.status_code == 200
    Throttle.objects.all().delete()
    assert client.post("/admin/password_change/", {"old_password": RIGHT, **new}).status_code == 302


@pytest.mark.usefixtures("erin")
def test_administrators_see_at_once_whose_passwords_are_guessed(client, admin_client):
    for number in range(12):
        log_in(f"wrong {number}")
    log_in("wrong", "nobody", network=ERIN)
    desk = " ".join(admin_client.get("/admin/").text.split())
    since = timezone.localtime().replace(minute=0)
    assert f"<b>12</b> failed logins for erin since {since:%H:%M}" in desk
    assert "names that no account has" not in desk
    client.force_login(make_account("editor"))
    assert "failed logins" not in client.get("/admin/").text
    assert "names that no account has" in admin_client.get("/admin/core/failedlogins/").text
    FailedLogins.objects.update(hour=timezone.now() - timedelta(days=2))
    assert "failed logins for" not in admin_client.get("/admin/").text
    FailedLogins.objects.update(hour=timezone.now() - timedelta(days=91))
    forget_old_failures()
    assert not FailedLogins.objects.exists()
