"""Bob wants to hear of answers: once he said so, after approval, in bursts, until one press."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from articles.comments import author_mail, moderation, notifications, submissions
from articles.comments.models.comment import Comment
from articles.models import CommentOptIn, CommentPass, Follower, Notice
from core.models import OutboxMail
from organisation.models import Person
from tests import letters
from tests.articles.comments.writing import link, post
from tests.factories import make_article, make_comment, make_mention, make_person, make_staff
from tests.stored import everything_stored

pytestmark = pytest.mark.django_db


def make_follower(article, thread_id=0, email="bob@example.org"):
    return notifications.follow(article, thread_id, email, submissions.address_tag(email), "en")


def approve(comment, by=None):
    return moderation.decide(Comment.objects.get(pk=comment.pk), "approve", by)


def waiting(article, text="Well said.", **fields):
    return make_comment(article, text, is_public=False, **fields)


def after(minutes=11):
    """Let the time pass that a burst is waited for, then write the mails."""
    Notice.objects.update(created_at=timezone.now() - timedelta(minutes=minutes))
    Follower.objects.exclude(mailed_at=None).update(mailed_at=timezone.now() - timedelta(minutes=61))
    return notifications.mail_followers()


def test_a_tick_in_the_form_follows_the_thread_once_the_comment_is_confirmed(client):
    article = make_article()
    post(client, article, followup="thread", email="bob@example.org")
    assert Follower.objects.count() == 0
    client.post(link("confirm"))
    follower = Follower.objects.get()
    first = Comment.objects.get()
    assert (follower.thread_id, follower.address, follower.status) == (first.thread_id, "bob@example.org", "confirmed")
    OutboxMail.objects.all().delete()
    approve(first)
    approve(waiting(article, "Another thread"))
    assert after() == 0
    approve(waiting(article, "An answer", parent=Comment.objects.get(pk=first.pk)))
    assert after() == 1
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.kind) == ("bob@example.org", "comment-followup")
    assert "An answer" in mail.text


@pytest.mark.parametrize(("given", "kept"), [("on", "thread"), ("article", "article"), ("", ""), ("true", "thread")])
def test_the_field_takes_a_bare_tick_too(client, given, kept):
    post(client, make_article(), followup=given)
    assert CommentOptIn.objects.get().follow == kept


def test_nothing_is_mailed_before_approval_and_nothing_that_was_hidden_since():
    article = make_article()
    make_follower(article)
    comment = waiting(article)
    assert after() == 0
    decision = approve(comment)
    moderation.decide(Comment.objects.get(pk=comment.pk), "hide", None)
    assert (after(), OutboxMail.objects.count()) == (0, 0)
    assert decision.pk


def test_a_burst_is_one_mail_and_the_next_one_waits_an_hour():
    article = make_article()
    make_follower(article)
    for n in range(4):
        approve(waiting(article, f"Number {n}"))
    assert notifications.mail_followers() == 0
    assert after() == 1
    mail = OutboxMail.objects.get()
    assert [f"Number {n}" in mail.text for n in range(4)] == [True] * 4
    assert mail.subject.startswith("4 new comments")
    approve(waiting(article, "Late"))
    Notice.objects.filter(sent_at=None).update(created_at=timezone.now() - timedelta(minutes=30))
    assert notifications.mail_followers() == 0
    assert after() == 1


def test_approving_again_tells_nobody_twice():
    article = make_article()
    make_follower(article)
    comment = waiting(article)
    for action in ("approve", "hide", "approve"):
        moderation.decide(Comment.objects.get(pk=comment.pk), action, None)
    assert (after(), after()) == (1, 0)
    moderation.decide(Comment.objects.get(pk=comment.pk), "hide", None)
    approve(comment)
    assert after() == 0


def test_nobody_is_told_of_their_own_words(client):
    article = make_article()
    make_follower(article, email="alice@example.org")
    post(client, article)
    client.post(link("confirm"))
    approve(Comment.objects.get())
    assert after() == 0


def test_the_mail_has_one_click_and_scanners_that_follow_links_change_nothing(client):
    article = make_article()
    make_follower(article)
    make_follower(make_article())
    approve(waiting(article))
    after()
    mail = OutboxMail.objects.get()
    path = link("unsubscribe", mail)
    assert mail.headers["List-Unsubscribe"] == f"<http://testserver{path}>"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    assert Follower.objects.count() == 2
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert Follower.objects.count() == 1
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert "Your address is deleted" in client.get(path).text


def test_leaving_everything_deletes_every_row_of_the_mailbox(client):
    follower = make_follower(make_article())
    make_follower(make_article(), 7)
    make_follower(make_article(), email="carol@example.org")
    client.post(follower.unsubscribe_path, {"everything": "yes"})
    assert [left.address for left in Follower.objects.all()] == ["carol@example.org"]


def test_leaving_one_thread_names_it_and_what_goes_on(client):
    here, there = make_article(title="Über die Presse"), make_article(title="الصحافة")
    follower = make_follower(here)
    make_follower(there, 7)
    make_follower(make_article(title="Carols"), email="carol@example.org")
    ended, _still, going_on = client.post(follower.unsubscribe_path).text.partition("This address still gets")
    assert "Über die Presse" in ended and "الصحافة" in going_on and "Carols" not in going_on
    again = client.get(follower.unsubscribe_path).text
    assert "ended already" in again and "الصحافة" in again
    assert Follower.objects.count() == 2


def test_the_link_of_an_old_mail_works_after_coming_back_whatever_became_of_the_key(client, settings):
    article = make_article()
    old = make_follower(article).unsubscribe_path
    client.post(old)
    make_follower(article)
    settings.SECRET_KEY = "another one, for the old one was lost"
    assert client.post(old, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert Follower.objects.count() == 0


def test_a_link_that_is_none_changes_nothing_and_says_so(client):
    path = make_follower(make_article()).unsubscribe_path
    for spoilt in (path[:-8] + "/", "/articles/comments/unsubscribe/garbage/"):
        for answer in (client.get(spoilt), client.post(spoilt), client.post(spoilt, {"everything": "yes"})):
            assert (answer.status_code, "Nothing was changed" in answer.text) == (404, True)
        assert client.post(spoilt, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert Follower.objects.count() == 1


def test_links_of_before_follow_their_row(client):
    follower = make_follower(make_article())
    path = reverse("articles:followup-unsubscribe", args=[signing.dumps(follower.pk, salt="followup")])
    assert client.get(path).status_code == 200
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert Follower.objects.count() == 0
    assert "ended already" in client.get(path).text


def test_the_address_is_locked_and_only_there(client):
    post(client, make_article(), followup="article", email="canary@example.org")
    client.post(link("confirm"))
    OutboxMail.objects.all().delete()
    assert Follower.objects.get().address == "canary@example.org"
    assert b"canary".hex() not in everything_stored()
    assert "canary" not in everything_stored()
    assert bytes(CommentOptIn.objects.get().locked_address) == b""


def test_somebody_reads_along_without_writing(client):
    article = make_article()
    path = f"{article.get_absolute_url()}comments/follow/"
    assert path in client.get(article.get_absolute_url()).text
    assert client.get(path).status_code == 200
    fields = {"email": "bob@example.org", "form_token": letters.form_token("FollowForm")}
    assert client.post(path, fields).status_code == 302
    assert client.post(path, {**fields, "email": "nonsense"}).status_code == 422
    approve(waiting(article, "Too early"))
    assert after() == 0
    confirm = link("confirm")
    client.get(confirm)
    assert Follower.objects.get().status == "pending"
    client.post(confirm)
    assert "You read along" in client.get(confirm).text
    approve(waiting(article))
    assert after() == 1


def test_a_mail_lets_its_reader_answer_without_another_one(client):
    article = make_article()
    make_follower(article)
    approve(waiting(article, "A question"))
    after()
    path = letters.link(OutboxMail.objects.get(), "write")
    page = client.get(path)
    assert "A question" in page.text
    assert 'name="email"' not in page.text
    OutboxMail.objects.all().delete()
    fields = {"name": "Bob", "comment": "An answer", "form_token": letters.form_token("CommentForm")}
    answer = client.post(path, fields)
    assert (answer.status_code, OutboxMail.objects.count()) == (302, 0)
    assert "One of us reads your comment" in client.get(answer["Location"]).text
    assert CommentOptIn.objects.get().status == "confirmed"


def test_a_confirmed_mailbox_writes_again_without_a_mail_and_typing_its_address_gives_nobody_that(client):
    article = make_article()
    post(client, article)
    confirm = link("confirm")
    assert CommentPass.objects.count() == 0
    client.post(confirm)
    approve(Comment.objects.get())
    (key,) = {part for part in client.get(confirm).text.split('"') if "/comments/write/" in part}
    OutboxMail.objects.all().delete()
    answer = client.post(key, {"name": "Alice", "comment": "Second", "form_token": letters.form_token("CommentForm")})
    assert Comment.objects.get(comment="Second").is_visible
    assert "Your comment is public" in client.get(answer["Location"]).text
    post(client, article, comment="Not Alice at all")
    assert not Comment.objects.get(comment="Not Alice at all").is_visible
    assert OutboxMail.objects.count() == 1
    assert client.get(key.replace("write/", "write/x")).status_code == 404
    CommentPass.objects.update(issued_at=timezone.now() - timedelta(days=400))
    assert client.get(key).status_code == 404


def test_a_drafts_name_is_in_no_mail_and_on_no_page():
    article = make_article(title="Secret now")
    make_follower(article)
    approve(waiting(article))
    article.published_at = None
    article.save()
    assert (after(), OutboxMail.objects.count()) == (0, 0)


@pytest.mark.parametrize("wish", Person.ResponseMail.values)
def test_authors_are_told_as_they_choose(wish):
    account = make_staff("amina", email="amina@example.org")
    author = make_person(user=account, response_mail=wish, title="Amina")
    article = make_article(title="The press", authors=[author])
    approve(waiting(article, "First words"))
    moderation.decide(make_mention(article, status="verified", title="A blog"), "approve", None)
    approve(waiting(make_article(), "Of somebody else"))
    assert OutboxMail.objects.count() == (2 if wish == "each" else 0)
    author_mail.mail_digests()
    assert author_mail.mail_digests() == 0
    mails = OutboxMail.objects.order_by("pk")
    assert mails.count() == {"": 0, "each": 2, "daily": 1}[wish]
    if wish:
        text = "".join(mail.text for mail in mails)
        assert "First words" in text
        assert "A blog" in text
        assert "somebody else" not in text


def test_an_author_chooses_at_the_desk_and_needs_no_right_for_it(client, django_user_model):
    bob = django_user_model.objects.create_user("bob", is_staff=True)
    path = "/admin/articles/comment/mails/"
    assert client.get(path).status_code == 302
    client.force_login(bob)
    assert "belongs to none of our people" in client.get(path).text
    assert client.post(path, {"response_mail": "daily"}).status_code == 200
    person, other = make_person(user=bob), make_person()
    assert client.post(path, {"response_mail": "daily"}).status_code == 302
    assert client.post(path, {"response_mail": "hourly"}).status_code == 200
    for row, wish in ((person, "daily"), (other, "")):
        row.refresh_from_db()
        assert row.response_mail == wish


def test_nobody_is_mailed_about_what_they_wrote_or_let_stand_themselves():
    account = make_staff("amina", email="amina@example.org")
    article = make_article(authors=[make_person(user=account, response_mail="each")])
    submissions.post_as_staff(article, account, text="My own words")
    approve(waiting(article), by=account)
    assert OutboxMail.objects.count() == 0
