"""The checklist at the desk: in the order of the form, as it stands now, and what may be waived."""

import json

import pytest
from django.core.exceptions import ValidationError

from publishing import checks
from tests.desk_forms import opened
from tests.factories import make_article, make_video

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
FAULTY = "<h4>Low</h4><table><tr><td>1</td></tr></table>"


def report(client, path, **fields):
    """Keep what a browser would report while somebody writes; return the checklist that comes back."""
    sent = {"key": f"key-of-{len(path)}-signs", "base": "", "serial": 1, "fields": list(fields.items())}
    answer = client.post(path, json.dumps(sent), content_type="application/json")
    return answer.json()["checklist"]


def test_it_follows_the_order_of_the_form(admin_client):
    article = make_article(published_at=None, summary="", body=FAULTY)
    page = admin_client.get(f"/admin/articles/article/{article.pk}/change/")
    assert [problem["field"] for problem in page.context["problems"]] == ["summary", "body", "body"]


def test_it_tells_of_what_stands_in_the_form_and_is_not_saved(admin_client):
    new = "/admin/articles/article/autosave/"
    told = report(admin_client, new, title="A river", slug="a-river", language="en", summary="", body="")
    assert "It has no summary" in told
    assert "It has no text" in told
    article = make_article(published_at=None, summary="", body="<p>Here.</p>")
    fields = {"title": article.title, "slug": article.slug, "language": "en", "body": article.body}
    path = f"/admin/articles/article/{article.pk}/autosave/"
    told = report(admin_client, path, **fields, summary="In short.")
    assert "Nothing is missing." in told
    article.refresh_from_db()
    assert article.summary == ""


@pytest.mark.parametrize(
    ("body", "mend"),
    [
        ("<table><tr><td>1</td></tr></table>", "table"),
        ("<h4>Low</h4><p>Here.</p>", "heading"),
        ('<p>See <a href="#gone">there, further down</a>.</p>', "target"),
        ('<p>See <a href="https://a.example/?fbclid=1">the list</a>.</p>', "tracking"),
    ],
)
def test_what_a_machine_can_mend_has_a_button(admin_client, body, mend):
    article = make_article(published_at=None, summary="In short.", body=body)
    page = admin_client.get(f"/admin/articles/article/{article.pk}/change/").text
    assert page.count("data-mend=") == page.count(f'data-mend="{mend}"') == 1


def test_addresses_that_follow_readers_keep_nothing_from_being_public():
    article = make_article(published_at=None, summary="In short.", body='<p><a href="/x/?utm_id=1">The list</a></p>')
    assert checks.problems(article) == []
    article.publish()


def test_what_is_waived_needs_a_reason_and_what_harms_readers_cannot_be():
    film = make_video(url="", webm="films/ink.webm", summary="In short.", published_at=None)
    with pytest.raises(ValidationError) as error:
        film.publish()
    assert list(error.value.message_dict) == ["captions"]
    with pytest.raises(ValidationError), checks.waived("  "):
        film.publish()
    with checks.waived("The captions come tonight; it is news now."):
        film.publish()
    film.title = "Another"
    film.save()  # what it was published with counts no more
    nameless = make_article(published_at=None, summary="In short.", body="")
    with pytest.raises(ValidationError), checks.waived("In a hurry"):
        nameless.publish()


def test_a_form_that_a_script_sends_is_answered_where_to_go_on_or_with_what_is_wrong(admin_client):
    article = make_article(published_at=None)
    path = f"/admin/articles/article/{article.pk}/change/"
    sent = {**opened(admin_client, path), "_continue": "1"}
    saved = admin_client.post(path, {**sent, "summary": "In short."}, headers={"accept": "application/json"})
    assert saved.json()["location"] == path
    sent = {**opened(admin_client, path), "_continue": "1", "title": ""}
    wrong = admin_client.post(path, sent, headers={"accept": "application/json"})
    assert (wrong.status_code, wrong.json()["errors"]) == (
        422,
        [{"id": "id_title", "label": "Title", "words": "This field is required."}],
    )
