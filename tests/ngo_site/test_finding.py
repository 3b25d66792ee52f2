"""Finding at the desk: titles, pages and what can be added, and nothing that this person may not see."""

import pytest

from newsletters.models import Issue
from organisation.models import Volunteer
from tests.factories import make_account, make_article, make_petition, make_photo

pytestmark = pytest.mark.django_db


def found(client, words) -> list[tuple[str, str]]:
    page = client.get("/admin/find/", {"q": words})
    return [(str(one["title"]), str(one["kind"])) for one in page.context["found"]]


def test_titles_are_found_however_they_are_written_and_lead_to_their_pages(admin_client):
    article = make_article(title="Karel Čapek and the press")
    make_article(title="Ink", body="<p>Čapek</p>")
    assert found(admin_client, "press capek") == [("Karel Čapek and the press", "Article")]
    assert f'href="/admin/articles/article/{article.pk}/change/"' in admin_client.get("/admin/find/?q=ČAPEK").text


def test_pages_and_what_can_be_added_are_found(admin_client):
    assert found(admin_client, "petition up") == [
        ("Petition updates", "Campaign"),
        ("Add petition update", "Campaign"),
    ]
    assert found(admin_client, "queue") == [("Queue", "Conversation")]


def test_people_settings_and_what_one_can_do_are_found_by_the_names_people_type(admin_client):
    make_account("editor", username="cv", first_name="Clara", last_name="Voß")
    assert found(admin_client, "clara voss") == [("Clara Voß", "Account")]
    assert ("Add petition", "Campaign") in found(admin_client, "new petition")
    assert ("Add article", "Write") in found(admin_client, "write article")
    assert [kind for _title, kind in found(admin_client, "export signatures")] == ["Action"]
    assert found(admin_client, "account settings") == [("Your account", "Action"), ("Change your password", "Action")]
    assert found(admin_client, "passkey") == [("Your account", "Action")]
    for one in admin_client.get("/admin/find/", {"q": "e"}).context["found"]:
        if one["kind"] == "Action":
            assert admin_client.get(one["url"]).status_code == 200, one


def test_actions_are_found_by_those_who_may(client):
    client.force_login(make_account("author"))
    assert found(client, "export signatures") == found(client, "moderate") == []
    assert found(client, "clara") == []


def test_nobody_finds_what_they_may_not_see(client):
    make_petition(title="Zebra petition")
    make_article(title="Zebra of Bob", published_at=None, created_by=make_account("author", username="bob"))
    make_photo(title="Zebra")
    Issue.objects.create(subject="Zebra letter", body="<p>Dear friends</p>")
    Volunteer.objects.create(name="Zebra", email="zebra@example.org", status="confirmed")
    kinds = {}
    for role in ("", "moderator", "author", "editor"):
        client.force_login(make_account(role, username=f"one-{role}"))
        kinds[role] = [kind for _title, kind in found(client, "zebra")]
    assert kinds == {
        "": [],
        "moderator": [],
        "author": ["Photo"],
        "editor": ["Article", "Photo", "Petition", "Letter"],
    }
    client.force_login(make_account("author", username="carol"))
    assert found(client, "jobs") == []


def test_one_kind_does_not_fill_the_page_and_a_question_costs_as_much_with_many(
    admin_client, django_assert_num_queries
):
    make_article(title="Zebra 0")
    with django_assert_num_queries(21):
        assert len(found(admin_client, "zebra")) == 1
    for number in range(1, 8):
        make_article(title=f"Zebra {number}")
    with django_assert_num_queries(21):
        assert [title for title, _kind in found(admin_client, "zebra")] == [f"Zebra {n}" for n in (7, 6, 5, 4, 3)]


def test_no_words_find_nothing_and_strange_ones_do_no_harm(admin_client):
    assert (found(admin_client, " "), found(admin_client, "\0")) == ([], [])
    assert found(admin_client, "%_<script>") == []
    assert "<script>x" not in admin_client.get("/admin/find/", {"q": "<script>x"}).text
