"""The form below an article: what it takes from whom, and what it refuses."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.comments.models.comment import Comment
from core.models import OutboxMail
from tests.articles.comments.writing import page_of, post, words
from tests.factories import make_article, make_staff
from tests.hostile_strings import sample

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "see http://pills.example"),
        ("email", "alice"),
        ("comment", "   "),
        ("comment", "\u202e\u200b"),
        ("comment", "\u200d\u3164\u200c"),
        ("comment", "x" * 6001),
        ("reply_to", "0x1f"),
    ],
)
def test_a_form_with_a_mistake_comes_back_filled_in(client, field, value):
    response = post(client, make_article(), **{"comment": "I have it on my wall.", field: value})
    assert response.status_code == 422
    assert "please look at this again" in response.text
    assert ("on my wall" in response.text) == (field != "comment")
    assert Comment.objects.count() == OutboxMail.objects.count() == 0


def test_a_page_left_open_for_two_days_takes_one_more_press(client):
    article = make_article()
    response = post(client, article, form_token="from long ago")
    assert response.status_code == 422
    fresh = re.search(r'name="form_token" value="([^"]+)"', response.text)[1]
    assert post(client, article, form_token=fresh).status_code == 302


def test_a_machine_gets_the_same_answer_and_nothing_is_stored(client):
    article = make_article()
    person, machine = post(client, article), post(client, article, website="https://pills.example")
    assert (machine.status_code, machine["Location"], machine.content) == (302, person["Location"], person.content)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_cannot_send_the_form(client, headers):
    article = make_article()
    assert client.post(f"{article.get_absolute_url()}comments/", words(), headers=headers).status_code == 403
    assert Comment.objects.count() == 0


def test_drafts_closed_articles_and_get_take_no_comment(client):
    assert post(client, make_article(published_at=None)).status_code == 404
    closed = make_article(comments_open=False)
    assert post(client, closed).status_code == 403
    assert "<textarea" not in page_of(client, closed)
    assert client.get(f"{make_article().get_absolute_url()}comments/").status_code == 302
    assert Comment.objects.count() == 0


def test_articles_close_after_the_days_of_the_site_or_their_own(client, settings):
    settings.COMMENTS_CLOSE_AFTER = 30
    for days, fields, takes in (
        (29, {}, True),
        (31, {}, False),
        (31, {"comments_close_after": 0}, True),
        (31, {"comments_close_after": 60}, True),
        (2, {"comments_close_after": 1}, False),
        (1, {"comments_open": False}, False),
    ):
        article = make_article(published_at=timezone.now() - timedelta(days=days), **fields)
        assert article.takes_comments == takes
        assert post(client, article).status_code == (302 if takes else 403)
        assert ("<textarea" in page_of(client, article)) == takes


def test_sending_the_same_words_twice_is_one_comment_and_one_mail(client):
    article = make_article()
    post(client, article)
    post(client, article, email="ALICE@example.org")
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (1, 1)
    post(client, article, email="bob@example.org")
    assert Comment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_are_one_comment():
    article = make_article()

    def press(_):
        try:
            return post(Client(), article).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(press, range(10))) == {302}
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (1, 1)


def test_staff_answers_at_once_and_is_marked(client):
    article = make_article()
    client.force_login(make_staff(first_name="Clara", last_name="Voss"))
    assert 'name="email"' not in page_of(client, article)
    response = post(client, article, name="", email="")
    assert response["Location"].endswith(f"/responses/comment-{Comment.objects.get().pk}/")
    client.logout()
    page = page_of(client, article)
    assert "Clara Voss" in page
    assert "badge" in page
    assert OutboxMail.objects.count() == 0


def test_staff_without_the_permission_is_asked_like_everybody(client, django_user_model):
    article = make_article()
    client.force_login(django_user_model.objects.create_user("bob", is_staff=True))
    assert 'name="email"' in page_of(client, article)
    post(client, article)
    assert not Comment.objects.get().is_public


@pytest.mark.crowd
def test_hostile_strings_are_taken_shown_as_text_or_refused_and_never_break_anything(client, admin_client, monkeypatch):
    monkeypatch.setattr("articles.comments.views.comments.MOST_COMMENTS", 1000)
    monkeypatch.setattr("articles.comments.views.comments.MOST_BELOW_ONE", 1000)
    monkeypatch.setattr("articles.comments.submissions.MOST_PENDING", 1000)
    article = make_article()
    others = cycle(["name", "email", "reply_to", "form_token", "language", "website"])
    for number, string in enumerate(sample()):
        fields = {"comment": string} if number % 2 else {next(others): string}
        assert post(client, article, **fields).status_code in {302, 422}, (fields, string)
    for comment in Comment.objects.all():
        comment.approve()
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    responses = response.text.split('id="responses"')[1]
    assert "<script" not in responses
    assert not re.search(r"<[^>]*\son\w+=", responses)
    assert admin_client.get("/admin/articles/comment/?state=public").status_code == 200
