"""Nobody learns the address of who comments, nor whether we know it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.comments.models.comment import Comment
from articles.models import CommentOptIn
from core.models import OutboxMail
from tests.articles.comments.writing import link, page_of, post, words
from tests.factories import make_article, make_comment
from tests.stored import everything_stored

pytestmark = pytest.mark.django_db


def test_the_address_is_in_the_mail_not_yet_sent_and_nowhere_else(client):
    article = make_article()
    post(client, article, email="Alice.Secret@example.org", HTTP_X_FORWARDED_FOR="203.0.113.9")
    client.post(link("confirm"))
    Comment.objects.get().approve()
    OutboxMail.objects.all().delete()
    assert "ecret@example" not in everything_stored().lower()
    assert "ecret" not in page_of(client, article).lower()
    assert Comment.objects.get().ip_address is None


def test_nothing_of_an_erased_comment_stays_in_the_desks_history(client, admin_client):
    comment = make_comment(make_article(), name="Alice", text="Well said.")
    admin_client.post("/admin/articles/comment/?state=all", {"action": "erase", "_selected_action": [comment.pk]})
    assert not Comment.objects.filter(pk=comment.pk).exists()
    assert "Alice" not in everything_stored()


def test_a_link_shows_nothing_of_another_mailbox(client):
    article = make_article()
    post(client, article)
    post(client, article, email="bob@example.org", comment="Bob has secret words")
    hers, his = OutboxMail.objects.order_by("pk")
    assert "secret words" not in client.get(link("confirm", hers)).text
    client.post(link("confirm", hers), {"also": CommentOptIn.objects.order_by("pk")[1].pk, "answer": "no"})
    assert CommentOptIn.objects.pending().count() == 1
    client.post(link("withdraw", hers))
    assert "secret words" not in client.get(link("confirm", hers)).text
    assert "secret words" in client.get(link("confirm", his)).text


def test_the_mail_does_not_carry_the_words_of_a_stranger(client):
    post(client, make_article(), name="Buy pills", comment="Cheap pills at pills.example")
    mail = OutboxMail.objects.get()
    assert "pills" not in (mail.text + mail.subject + mail.html).lower()


def test_the_work_of_an_answer_does_not_tell_that_a_mailbox_was_written_to_or_has_much_waiting(client):
    article = make_article()
    path, counts = f"{article.get_absolute_url()}comments/", []
    for number in range(13):
        given = words(comment=f"Number {number}", email="alice@example.org" if number else "bob@example.org")
        with CaptureQueriesContext(connection) as captured:
            assert client.post(path, given, REMOTE_ADDR=f"198.51.{number}.1").status_code == 302
        counts.append(len([q for q in captured if "SAVEPOINT" not in q["sql"]]))
    assert len(set(counts[1:])) == 1
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (11, 7)


def test_the_work_of_an_answer_does_not_tell_whose_words_stand_below_an_article(client):
    article, counts = make_article(), []
    path = f"{article.get_absolute_url()}comments/"
    post(client, article)
    client.post(link("confirm"))
    for number, email in enumerate(["alice@example.org", "bob@example.org"]):
        with CaptureQueriesContext(connection) as captured:
            client.post(path, words(email=email), REMOTE_ADDR=f"198.51.{number}.1")
        counts.append([q["sql"].split("(")[0][:40] for q in captured if "SAVEPOINT" not in q["sql"]])
    assert counts[0] == counts[1]
    assert Comment.objects.count() == 2
