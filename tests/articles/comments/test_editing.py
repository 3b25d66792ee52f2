"""Moderators reply in the queue, and change a comment where the law asks for it: with a reason that everybody reads."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.comments import moderation, submissions
from articles.comments.models.comment import Comment
from articles.models import CommentEdit, CommentOptIn, Decision
from core.models import AuditEntry
from core.privacy import personal_data
from tests.factories import make_account, make_article, make_comment

pytestmark = pytest.mark.django_db
QUEUE = "/admin/articles/comment/queue/"


@pytest.fixture
def clara(client):
    clara = make_account("moderator", username="clara", first_name="Clara", last_name="Voss")
    client.force_login(clara)
    return clara


def make_written(text="Alice Moreau lives at 12 Lantern Lane. Well said.", is_public=True):
    comment = make_comment(make_article(slug="press"), text, "Bob", is_public=is_public)
    tag = submissions.address_tag("bob@example.org")
    CommentOptIn.objects.create(comment=comment, address_tag=tag, status="confirmed", confirmed_at=timezone.now())
    return comment


def edit(client, comment, text="Alice Moreau […]. Well said.", reason="It told where somebody lives.", page=None):
    path = f"/admin/articles/comment/{comment.pk}/edit/"
    seen = re.search(r'name="seen" value="(\w+)"', page or client.get(path).text)
    return client.post(path, {"text": text, "reason": reason, "seen": seen[1] if seen else ""})


def test_two_moderators_do_not_bring_back_what_the_other_took_out(client, clara):
    comment = make_written()
    opened = client.get(f"/admin/articles/comment/{comment.pk}/edit/").text
    edit(client, comment)
    answer = edit(client, comment, "Alice Moreau lives at 12 Lantern Lane.", "Praise", page=opened)
    assert (answer.status_code, "Somebody changed it meanwhile" in answer.text) == (422, True)
    assert Comment.objects.get(pk=comment.pk).comment == "Alice Moreau […]. Well said."
    assert "Lantern Lane." not in answer.text.partition("<textarea")[2]


def test_readers_see_the_new_words_and_why_they_are_new(client, clara):
    comment = make_written()
    assert edit(client, comment).status_code == 302
    page = client.get("/articles/press/").text
    assert ("Lantern Lane" in page, "Alice Moreau […]. Well said." in page) == (False, True)
    assert "Edited by the moderators: <bdi>It told where somebody lives.</bdi>" in " ".join(page.split())
    assert AuditEntry.objects.get(action="moderate").detail == "edit"


def test_a_reason_is_needed_and_something_must_be_different(client, clara):
    comment = make_written()
    assert edit(client, comment, reason="").status_code == 422
    edit(client, comment, text=comment.comment)
    assert CommentEdit.objects.count() == 0
    client.force_login(make_account("author", username="dave"))
    assert edit(client, comment).status_code == 403
    assert Comment.objects.get(pk=comment.pk).comment == comment.comment


def test_what_the_writer_wrote_is_kept_for_moderators_locked_and_not_for_good(client, clara):
    comment = make_written()
    edit(client, comment)
    edit(client, comment, text="[…]", reason="A court said so.")
    kept = CommentEdit.objects.get()
    assert ("Lantern Lane" in kept.original, kept.reason) == (True, "A court said so.")
    assert "Lantern Lane" in client.get(f"/admin/articles/comment/{comment.pk}/edit/").text
    assert moderation.forget_originals() == 0
    CommentEdit.objects.update(at=timezone.now() - timedelta(days=181))
    assert (moderation.forget_originals(), moderation.forget_originals()) == (1, 0)
    assert CommentEdit.objects.get().original == ""


def test_the_writer_is_told_of_it_who_asks_and_it_goes_with_the_comment(client, clara):
    comment = make_written()
    edit(client, comment)
    assert "Lantern Lane" in str(personal_data.find("bob@example.org"))
    assert submissions.rewrite(comment.opt_in, "12 Lantern Lane, I say") is False
    make_comment(comment.content_object, "An answer", parent=comment)
    personal_data.erase("bob@example.org")
    assert CommentEdit.objects.count() == 0
    assert Comment.objects.get(pk=comment.pk).comment == ""


def reply(client, comment, text="Thank you, we are on it."):
    name = comment.anchor
    return client.post(QUEUE, {"decide": f"reply:{name}", f"reply-{name}": text, f"seen-{name}": ""}, follow=True)


@pytest.mark.parametrize("is_public", [True, False])
def test_a_reply_stands_below_the_comment_as_the_organisations(client, clara, is_public):
    comment = make_written("Who printed it?", is_public=is_public)
    assert "Your reply is public." in reply(client, comment).text
    answer = Comment.objects.get(user=clara)
    assert (answer.reply_to, answer.is_visible, answer.is_by_staff) == (comment.pk, True, True)
    assert Comment.objects.get(pk=comment.pk).is_visible
    page = " ".join(client.get("/articles/press/").text.split())
    assert 'Clara Voss</bdi> <span class="badge">Sixth Copy</span>' in page
    assert Decision.objects.filter(action="approve", by=clara).count() == (1 if is_public else 2)


def test_a_reply_that_is_sent_twice_is_public_once(client, clara):
    comment = make_written("Who printed it?")
    said = [reply(client, comment).text for _ in range(2)]
    assert ["Your reply is public." in said[0], "This reply is public already." in said[1]] == [True, True]
    assert Comment.objects.filter(user=clara).count() == 1


@pytest.mark.parametrize("data", [{"undo": "9" * 5000}, {"decide": "approve:comment-" + "9" * 5000}])
def test_numbers_without_end_are_no_errors(client, clara, data):
    assert client.post(QUEUE, data, follow=True).status_code == 200


def test_an_empty_reply_publishes_nothing(client, clara):
    comment = make_written(is_public=False)
    assert "Please write the reply first." in reply(client, comment, " \n").text
    assert not Comment.objects.get(pk=comment.pk).is_visible


def test_the_list_of_comments_opens_with_what_there_is(client, clara):
    shown = make_written()
    assert list(client.get("/admin/articles/comment/").context["cl"].queryset) == [shown]
    waiting = make_comment(shown.content_object, "Waits", is_public=False)
    assert list(client.get("/admin/articles/comment/").context["cl"].queryset) == [waiting]
