"""Forms that are refused for where they seem to come from: nothing typed is lost, and nobody else sends anything."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from articles.comments.models.comment import Comment
from articles.models import Article, Flag, Tag
from campaigns.models import Attempt
from core.redirects import Redirect
from tests.desk_forms import Fields
from tests.factories import make_account, make_article, make_petition
from tests.letters import form_token

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
HIDDEN = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
TITLE = "Печать, حرية, 自由"
ADD = "/admin/articles/tag/add/"


def browser(user=None):
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


def hidden_fields(answer) -> dict:
    form = BeautifulSoup(answer.text, "html.parser").find("form")
    return {field["name"]: field["value"] for field in form.find_all("input")} if form else {}


def comment(**fields):
    given = {"name": "Łucja", "email": "lucja@example.org", "comment": TITLE, "form_token": form_token("CommentForm")}
    return {**given, **fields}


@pytest.fixture
def editor():
    return make_account("editor", username="nora")


def test_a_form_in_a_sandboxed_frame_is_taken_where_it_is_meant_to_be_framed():
    petition = make_petition(slug="free")
    fields = {"name": "Анна", "email": "anna@example.org", "country": "FR", "form_token": form_token("SignForm")}
    answer = browser().post("/embed/petitions/free/sign/", fields, headers=HIDDEN)
    assert (answer.status_code, "Check your mail" in answer.text) == (200, True)
    assert Attempt.objects.get().signature.petition == petition
    made_up = browser().post("/embed/petitions/free/sign/", {**fields, "form_token": "made-up"}, headers=HIDDEN)
    assert (made_up.status_code, Attempt.objects.count()) == (422, 1)


def test_elsewhere_it_comes_back_filled_in_and_is_taken_when_sent_once_more():
    article = make_article()
    path = f"/articles/{article.slug}/comments/"
    answer = browser().post(path, comment(), headers=HIDDEN)
    assert (answer.status_code, answer["X-Frame-Options"], Comment.objects.count()) == (403, "DENY", 0)
    again = hidden_fields(answer)
    assert (again["name"], again["comment"]) == ("Łucja", TITLE)
    assert browser().post(path, again, headers=HIDDEN).status_code == 302
    assert Comment.objects.get().comment == TITLE


def test_what_one_network_was_shown_is_worth_nothing_in_another_or_for_another_form():
    article, other = make_article(), make_article()
    path = f"/articles/{article.slug}/comments/"
    again = hidden_fields(browser().post(path, comment(), headers=HIDDEN, REMOTE_ADDR="192.0.2.1"))
    for where, address in ((path, "198.51.100.1"), (f"/articles/{other.slug}/comments/", "192.0.2.1")):
        assert browser().post(where, again, headers=HIDDEN, REMOTE_ADDR=address).status_code == 403
    assert (Comment.objects.count(), Flag.objects.count()) == (0, 0)
    assert browser().post(path, again, headers=HIDDEN, REMOTE_ADDR="192.0.2.77").status_code == 302


def test_who_may_be_logged_in_is_refused_and_another_site_is_anyway(editor):
    article = make_article()
    for client, headers in ((browser(editor), HIDDEN), (browser(), {**HIDDEN, "Origin": "https://evil.example"})):
        for path in (f"/articles/{article.slug}/comments/", "/embed/petitions/free/sign/"):
            answer = client.post(path, comment(), headers=headers)
            assert (answer.status_code, hidden_fields(answer)) == (403, {})


def tag_form(client):
    return {**Fields(client.get(ADD).text).data.dict(), "name": TITLE, "slug": "press", "_save": "Save"}


def test_after_a_new_login_in_a_second_tab_the_first_one_still_saves(editor):
    client = browser(editor)
    fields = tag_form(client)
    client.logout()
    client.force_login(editor)  # a second tab: the cookie of the form's token is another one
    client.get(ADD)
    answer = client.post(ADD, fields, headers=OURS)
    assert (answer.status_code, "logged in as nora" in " ".join(answer.text.split())) == (403, True)
    assert (answer["X-Frame-Options"], "frame-ancestors 'none'" in answer["Content-Security-Policy"]) == ("DENY", True)
    again = hidden_fields(answer)
    assert again["csrfmiddlewaretoken"] != fields["csrfmiddlewaretoken"]
    assert {**again, "csrfmiddlewaretoken": ""} == {**fields, "csrfmiddlewaretoken": ""}
    assert client.post(ADD, again, headers=OURS).status_code == 302
    assert Tag.objects.get().name == TITLE


def test_who_is_logged_out_keeps_what_was_typed_until_they_are_in_again(editor):
    client = browser(editor)
    fields = tag_form(client)
    client.cookies.pop("session")
    answer = client.post(ADD, fields, headers=OURS)
    assert (answer.status_code, "log in in another window" in answer.text) == (403, True)
    client.force_login(editor)
    assert client.post(ADD, hidden_fields(answer), headers=OURS).status_code == 302
    assert Tag.objects.get().name == TITLE


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://["},
        {"Referer": "https://evil.example/http://testserver/"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
        {"Referer": "http://testserver/", "Sec-Fetch-Site": "none"},
    ],
)
def test_no_other_page_can_put_words_before_somebody_at_the_desk(editor, headers):
    client = browser(editor)
    client.get(ADD)
    for path, fields in ((ADD, {"name": "Injected"}), ("/admin/core/redirect/add/", {"old_path": "/Injected/"})):
        answer = client.post(path, fields, headers=headers)
        assert (answer.status_code, "Injected" in answer.text, hidden_fields(answer)) == (403, False, {})
    assert not Tag.objects.exists() and not Redirect.objects.exists() and not Article.objects.exists()


def test_a_password_is_neither_shown_nor_sent_again(editor):
    client = browser(editor)
    for path in ("/admin/login/", "/admin/password_change/"):
        fields = {"username": "nora", "password": "carbon-copy-6", "old_password": "carbon-copy-6"}
        answer = client.post(path, fields, headers=OURS)
        assert (answer.status_code, "carbon-copy-6" in answer.text, hidden_fields(answer)) == (403, False, {})
        assert "passwords are never shown here" in answer.text
