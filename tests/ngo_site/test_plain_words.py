"""What the desk says is meant for people: no hash of a password, no names of columns, one way to write a date."""

import re
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from core.bin_items import BinItem
from organisation.models import Person
from tests.factories import make_account, make_article, make_person, make_petition

pytestmark = pytest.mark.django_db


def test_an_account_shows_nothing_of_its_password_and_nobody_else_sets_one(admin_client):
    bob = make_account("author", username="bob")
    page = admin_client.get(f"/admin/auth/user/{bob.pk}/change/").text
    assert "pbkdf2" not in page and "salt" not in page and bob.password not in page
    assert "no password chosen yet" in page
    assert admin_client.post(f"/admin/auth/user/{bob.pk}/password/").status_code == 302  # Django's old addresses
    assert admin_client.get(f"/admin/auth/user/{bob.pk}/password/", follow=True).context.get("form") is None
    assert "<h1>Change account</h1>" in page
    form = {
        "username": "bob",
        "role": "moderator",
        "is_active": "on",
        "first_name": "Bob",
        "last_name": "",
        "email": "",
    }
    assert admin_client.post(f"/admin/auth/user/{bob.pk}/change/", form).status_code == 302
    before = bob.password
    bob.refresh_from_db()
    assert (bob.password, bob.first_name) == (before, "Bob")


def test_who_logs_out_reads_that_they_are_out_and_can_come_back(admin_client):
    page = admin_client.post("/admin/logout/").text
    assert "You are logged out" in page and "quality time" not in page
    assert "Log in again" in page


def test_a_person_has_a_name(admin_client):
    make_person(title="Nadia Feroz")
    assert "Name" in admin_client.get("/admin/organisation/person/").text
    form = admin_client.get(f"/admin/organisation/person/{Person.objects.get().pk}/change/").context["adminform"].form
    assert form["title"].label == "Name"


def test_the_bin_counts_what_lies_in_it(admin_client):
    for title in ("First", "Second"):
        admin_client.post(f"/admin/articles/article/{make_article(title=title).pk}/delete/", {"post": "yes"})
    assert BinItem.objects.count() == 2
    page = admin_client.get("/admin/core/binitem/").text
    assert "2 deleted objects" in page and "2 bin" not in page
    assert "<h1>Bin</h1>" in page


def test_the_desk_writes_every_date_in_one_way(admin_client):
    at = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)
    make_article(title="Ink", published_at=at)
    zone = timezone.get_current_timezone()
    assert f"10 Dec 2026, {at.astimezone(zone):%H:%M}" in admin_client.get("/admin/articles/article/").text


def test_filters_say_what_they_are_about(admin_client):
    page = admin_client.get("/admin/articles/article/").text
    titles = re.findall(r"<summary>([^<]*)</summary>", page)
    assert "State" in titles and not [title for title in titles if title.strip().startswith("By ")]


def test_what_comes_back_is_named_as_in_its_form(client):
    words = {"title": "On ink", "published_at_0": "2026-12-10", "bylines-0-guest": "Ana", "summary": "Short."}
    page = client.post("/admin/articles/article/add/", words, headers={"Sec-Fetch-Site": "same-origin"}).text
    labels = re.findall(r'<span class="label">([^<]*)</span>', page)
    assert labels[:2] == ["Title", "Public from"]
    assert "Summary" in labels


def test_a_new_petition_asks_only_what_can_be_answered(admin_client):
    page = admin_client.get("/admin/campaigns/petition/add/").text
    assert 'name="demand"' in page
    told = ("until somebody signs it", "Similar petitions", "Signatures:")
    assert [words for words in told if words in page] == []
    saved = admin_client.get(f"/admin/campaigns/petition/{make_petition().pk}/change/").text
    assert [words for words in told if words in saved] == list(told)


def test_a_new_account_is_called_an_account(admin_client):
    page = admin_client.get("/admin/auth/user/add/").text
    assert 'name="username"' in page
    assert "created a user" not in page
