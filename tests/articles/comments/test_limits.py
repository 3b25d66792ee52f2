"""How many comments and mails one mailbox, one network and one article may cause."""

import pytest

from articles.comments.models.comment import Comment
from articles.models import CommentOptIn
from core.models import OutboxMail
from tests import letters
from tests.articles.comments.writing import link, post, words
from tests.factories import make_article
from tests.stored import everything_stored

pytestmark = pytest.mark.django_db


def test_words_no_mail_goes_out_for_wait_behind_the_link_of_an_earlier_mail(client):
    article = make_article()
    for number in range(10):
        post(client, article, comment=f"Word number {number}")
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (10, 7)
    path = link("confirm", OutboxMail.objects.first())
    page = client.get(path).text
    assert [f"Word number {n}" in page for n in range(10)] == [True] * 10
    for opt_in in CommentOptIn.objects.order_by("pk")[8:]:
        client.post(path, {"also": opt_in.pk, "answer": "no" if "9" in opt_in.comment.comment else ""})
    assert [c.comment for c in Comment.objects.waiting()] == ["Word number 8"]
    assert "Word number 9" not in everything_stored()


def test_a_stranger_in_one_network_leaves_a_mail_of_the_day_for_the_owner_of_an_address(client):
    article = make_article()
    for number in range(5):
        post(client, article, comment=f"Not Alice {number}")
    assert (OutboxMail.objects.due().count(), OutboxMail.objects.delayed().count()) == (3, 2)
    client.post(f"{article.get_absolute_url()}comments/", words(), REMOTE_ADDR="203.0.113.9")
    assert OutboxMail.objects.due().count() == 4
    client.post(f"{article.get_absolute_url()}comments/", words(comment="Once more"), REMOTE_ADDR="198.51.100.9")
    assert OutboxMail.objects.due().count() == 4


def test_no_more_than_ten_comments_wait_for_one_mailbox(client, monkeypatch):
    monkeypatch.setattr("articles.comments.views.comments.MOST_COMMENTS", 100)
    article = make_article()
    answers = {post(client, article, comment=f"Number {n}").content for n in range(12)}
    assert (answers, Comment.objects.count()) == ({b""}, 10)


def test_one_address_gets_two_mails_a_day_from_strangers_and_the_next_person_sees_the_same_page(client):
    article = make_article()
    path, answers = f"{article.get_absolute_url()}comments/", set()
    for number in range(6):
        answer = client.post(path, words(comment=f"Number {number}"), REMOTE_ADDR=f"198.51.{number}.1")
        answers.add(answer.content)
    assert answers == {b""}
    assert (OutboxMail.objects.due().count(), OutboxMail.objects.delayed().count()) == (2, 4)


def test_words_that_had_no_mail_get_one_when_they_are_sent_again(client):
    article = make_article()
    for number in range(3):
        post(client, article, comment=f"Word number {number}")
    client.post(f"{article.get_absolute_url()}comments/", words(comment="Word number 2"), REMOTE_ADDR="203.0.113.9")
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (3, 3)
    assert CommentOptIn.objects.exclude(token_hash=None).count() == 3


def test_thirty_posts_with_one_form_token_mail_as_many_as_the_rules_say(client):
    article, token = make_article(), letters.form_token("CommentForm")
    codes = [
        post(client, article, email=f"victim{n}@example.org", form_token=token, comment="Buy!").status_code
        for n in range(30)
    ]
    assert codes == [302] * 12 + [429] * 18
    assert OutboxMail.objects.count() == 12


def test_a_flood_from_one_network_is_stopped_and_the_others_go_on_talking(client, monkeypatch):
    monkeypatch.setattr("articles.comments.views.comments.MOST_COMMENTS", 2)
    article = make_article()
    codes = [post(client, article, email=f"p{n}@example.org").status_code for n in range(3)]
    assert codes == [302, 302, 429]
    path = f"{article.get_absolute_url()}comments/"
    assert client.post(path, words(email="q@example.org"), REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_flood_from_everywhere_is_stopped_below_one_article(client, monkeypatch):
    monkeypatch.setattr("articles.comments.views.comments.MOST_BELOW_ONE", 1)
    article = make_article()
    assert [post(client, article, comment=text).status_code for text in ("One", "Two")] == [302, 429]
    assert post(client, make_article(), email="q@example.org").status_code == 302
