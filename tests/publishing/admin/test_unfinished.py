"""Anything can be kept with a title alone: what is missing is the matter of the checklist, before it is public."""

import pytest
from django.apps import apps

from tests.desk_forms import opened

pytestmark = pytest.mark.django_db

KINDS = (
    *("articles.article", "articles.album", "organisation.page", "organisation.person", "organisation.report"),
    *("campaigns.campaign", "campaigns.petition", "campaigns.poster", "campaigns.video", "newsletters.issue"),
)
ASKED = {
    "articles.article": {"summary", "body"},
    "organisation.report": {"summary", "document"},
    "campaigns.petition": {"summary", "demand", "addressee"},
    "campaigns.poster": {"words", "file"},
    "campaigns.video": {"summary", "url"},  # a still is drawn
}


def add(client, label, **fields):
    path = f"/admin/{label.replace('.', '/')}/add/"
    name = "subject" if label == "newsletters.issue" else "title"
    return client.post(path, {**opened(client, path), name: "Six copies", "_continue": "1", **fields})


@pytest.mark.parametrize("label", KINDS)
def test_a_title_alone_is_kept(admin_client, label):
    answer = add(admin_client, label)
    assert answer.status_code == 302, answer.context["wrong"]
    kept = apps.get_model(label).objects.get()
    assert str(kept) == "Six copies"
    assert getattr(kept, "slug", "six-copies") == "six-copies"
    again = {**opened(admin_client, answer.url), "_continue": "1"}
    assert admin_client.post(answer.url, again).status_code == 302


@pytest.mark.parametrize("label", ASKED)
def test_the_checklist_asks_for_what_is_missing(admin_client, label):
    page = admin_client.get(add(admin_client, label).url)
    assert ASKED[label] <= {problem["field"] for problem in page.context["problems"]}
    kept = apps.get_model(label).objects.get()
    answer = admin_client.post(f"{page.request['PATH_INFO'][: -len('change/')]}publication/", {"act": "publish"})
    kept.refresh_from_db()
    assert (answer.status_code, kept.state) == (302, "draft")


def test_without_a_script_an_address_is_made_of_the_title_and_is_free(admin_client):
    for slug in ("six-copies", "six-copies-2", "feed"):
        add(admin_client, "articles.article", title="Feed" if slug == "feed" else "Six copies")
    slugs = set(apps.get_model("articles.article").objects.values_list("slug", flat=True))
    assert slugs == {"six-copies", "six-copies-2", "feed-2"}


def test_the_address_that_the_script_made_of_the_title_gets_a_number_when_it_is_taken(admin_client):
    for _time in range(2):
        add(admin_client, "articles.article", slug="six-copies")
    assert set(apps.get_model("articles.article").objects.values_list("slug", flat=True)) == {
        "six-copies",
        "six-copies-2",
    }


def test_a_letter_without_a_text_is_not_sent(admin_client):
    page = add(admin_client, "newsletters.issue").url
    answer = admin_client.post(f"{page[: -len('change/')]}send/", follow=True)
    assert "Nothing was sent: the letter has no text yet." in answer.text


def test_a_refused_form_says_above_it_what_is_wrong_with_links_to_the_fields(admin_client):
    row = {"bylines-0-guest": "x" * 1000, "bylines-0-id": "", "bylines-0-article": ""}
    answer = add(admin_client, "articles.article", title="", slug="no slug", **row)
    page = answer.text
    assert "<title>Error:" in page
    assert "Nothing was saved yet: 3 points to mend" in page
    for id_ in ("id_title", "id_slug", "id_bylines-0-guest"):
        assert f'<a href="#{id_}"' in page
    assert 'aria-describedby="id_title_error"' in page
    assert 'id="id_title_error"' in page
