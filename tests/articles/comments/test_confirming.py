"""Alice's words wait for her button, then for a moderator; her link takes them back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.comments.models.comment import Comment
from articles.comments.submissions import forget_unconfirmed
from articles.models import CommentOptIn
from tests.articles.comments.writing import link, page_of, post
from tests.factories import make_article, make_comment
from tests.stored import everything_stored

pytestmark = pytest.mark.django_db


def test_the_whole_way_from_the_form_to_the_page(client):
    article = make_article(title="The press")
    response = post(client, article)
    assert (response.status_code, response["Location"]) == (302, f"{article.get_absolute_url()}comments/sent/")
    assert "Check your mail" in client.get(response["Location"]).text
    assert "on my wall" not in page_of(client, article)
    assert list(Comment.objects.waiting()) == []

    assert "on my wall" in client.get(link("confirm")).text
    assert client.post(link("confirm")).status_code == 302
    assert "One of us reads your comment" in client.get(link("confirm")).text
    assert "on my wall" not in page_of(client, article)

    (comment,) = Comment.objects.waiting()
    comment.approve()
    page = page_of(client, article)
    assert "on my wall" in page
    assert "1 response to “<bdi>The press</bdi>”" in page
    assert "Your comment is public" in client.get(link("confirm")).text


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_links_of_the_mail_changes_nothing(client, method):
    article = make_article()
    post(client, article)
    for word in ("confirm", "withdraw"):
        response = getattr(client, method)(link(word))
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")
        assert response["Referrer-Policy"] == "no-referrer"
    assert CommentOptIn.objects.get().status == "pending"
    assert Comment.objects.get().comment == "I have it on my wall."


def test_confirming_twice_is_confirming_once(client):
    post(client, make_article())
    client.post(link("confirm"))
    at = CommentOptIn.objects.get().confirmed_at
    assert client.post(link("confirm")).status_code == 302
    assert CommentOptIn.objects.get().confirmed_at == at


def test_a_link_older_than_two_days_confirms_nothing_and_the_words_are_forgotten(client):
    post(client, make_article())
    CommentOptIn.objects.update(created_at=timezone.now() - timedelta(hours=47))
    assert "Yes, this is my comment" in client.get(link("confirm")).text
    assert forget_unconfirmed() == 0
    CommentOptIn.objects.update(created_at=timezone.now() - timedelta(hours=49))
    client.post(link("confirm"))
    assert "This link is too old" in client.get(link("confirm")).text
    assert forget_unconfirmed() == 1
    assert (Comment.objects.count(), CommentOptIn.objects.count()) == (0, 0)


def test_what_waits_or_is_confirmed_is_not_forgotten(client):
    article = make_article()
    post(client, article)
    client.post(link("confirm"))
    CommentOptIn.objects.update(created_at=timezone.now() - timedelta(days=80))
    post(client, article, email="bob@example.org")
    make_comment(article)
    assert forget_unconfirmed() == 0
    assert Comment.objects.count() == 3


def test_an_unknown_link_is_not_found(client):
    for word in ("confirm", "withdraw"):
        assert client.get(f"/articles/comments/{word}/nonsense/").status_code == 404
        assert client.post(f"/articles/comments/{word}/nonsense/").status_code == 404


def test_alice_takes_her_comment_back_and_the_answers_to_it_stay(client):
    article = make_article()
    post(client, article)
    path = link("withdraw")
    client.post(link("confirm"))
    Comment.objects.get().approve()
    make_comment(article, "I agree with her.", "Bob", parent=Comment.objects.get())
    client.post(path)
    assert "Your comment is deleted" in client.get(path).text
    page = page_of(client, article)
    assert "A comment that was deleted." in page
    assert "I agree with her." in page
    assert "1 response to" in page
    assert "on my wall" not in everything_stored()
    assert "Alice" not in page


def test_a_withdrawn_comment_cannot_be_confirmed_again(client):
    post(client, make_article())
    client.post(link("withdraw"))
    client.post(link("confirm"))
    assert list(Comment.objects.waiting()) == []
    assert CommentOptIn.objects.get().status == "withdrawn"


def test_what_was_taken_offline_is_not_named_behind_the_link(client):
    article = make_article(title="Secret now")
    post(client, article)
    article.published_at = None
    article.save()
    assert "Secret now" not in client.get(link("confirm")).text


def test_what_its_writer_takes_back_cannot_be_let_stand_in_the_same_moment(client):
    post(client, make_article())
    client.post(link("confirm"))
    (as_the_moderator_sees_it,) = Comment.objects.waiting()
    client.post(link("withdraw"))
    assert not as_the_moderator_sees_it.approve()
    assert list(Comment.objects.public()) == []
