"""Who asks for review, sends back or publishes tells the others, by mail, in their language, with their own words."""

import pytest
from django.test import Client
from django.utils import translation

from articles.models import Article
from core.audit import Action
from core.mail.outbox import OutboxMail
from organisation.models import Person
from publishing import reviews
from publishing.reviews import ReviewNote
from tests.desk_forms import opened
from tests.factories import make_account, make_article, make_person, make_petition
from tests.publishing.admin.test_publishable import choose, decide

pytestmark = pytest.mark.django_db

READY = {"summary": "In short.", "published_at": None}


@pytest.fixture
def ada():
    return make_account("author", username="ada", email="ada@example.org", first_name="Ada")


@pytest.fixture
def edith():
    return make_account("editor", username="edith", email="edith@example.org", first_name="Edith")


def at_desk(person):
    client = Client()
    client.force_login(person)
    return client


def mails() -> list[tuple]:
    """Return recipient and subject of each mail, and forget them."""
    found = sorted((mail.to, mail.subject) for mail in OutboxMail.objects.all())
    OutboxMail.objects.all().delete()
    return found


def mail_to(address) -> OutboxMail:
    return next(mail for mail in OutboxMail.objects.all() if mail.to == address)


def test_all_who_may_publish_are_asked_to_read_it_and_nobody_else(ada, edith):
    make_account("editor", username="ernst", email="ernst@example.org")
    make_account("editor", username="mute")  # has no address
    make_account("editor", username="gone", email="gone@example.org", is_active=False)
    make_account("campaigner", email="carl@example.org")
    article = make_article(title="الصمت", created_by=ada, **READY)
    decide(at_desk(ada), article, "review", note="Please look at the numbers & names.")
    assert article.state == "review"
    mail = mail_to("edith@example.org")
    assert "Ada asks for somebody to read “الصمت” (article) before it is published." in mail.text
    assert "Please look at the numbers & names." in mail.text
    address = f"/admin/articles/article/{article.pk}/publication/"
    assert f"http://testserver{address}" in mail.text
    assert mails() == [("edith@example.org", "Please read: الصمت"), ("ernst@example.org", "Please read: الصمت")]
    page = at_desk(edith).get(address).text
    assert "Please look at the numbers &amp; names." in page


def test_one_person_can_be_asked(ada, edith):
    make_account("editor", username="ernst", email="ernst@example.org")
    article = make_article(created_by=ada, **READY)
    decide(at_desk(ada), article, "review", reviewer=str(edith.pk))
    assert [to for to, _subject in mails()] == ["edith@example.org"]


def test_nobody_can_be_asked_who_may_not_publish(ada, edith):
    article = make_article(created_by=ada, **READY)
    assert decide(at_desk(ada), article, "review", reviewer=str(ada.pk)).status_code == 422
    assert (article.state, mails()) == ("draft", [])


def test_the_button_of_the_form_and_the_action_of_the_list_ask_too(ada, edith):
    one, other = make_article(created_by=ada, **READY), make_article(created_by=ada, **READY)
    client, path = at_desk(ada), f"/admin/articles/article/{one.pk}/change/"
    client.post(path, {**opened(client, path), "_review": "1"})
    choose(client, "ask_review", other)
    assert [subject for _to, subject in mails()] == [f"Please read: {one}", f"Please read: {other}"]


def test_the_author_hears_that_it_was_sent_back_and_what_is_to_be_done(ada, edith):
    article = make_article(title="Old", created_by=ada, **READY)
    decide(at_desk(ada), article, "review")
    mails()
    decide(at_desk(edith), article, "draft", note="Whose numbers are these?")
    assert "Whose numbers are these?" in OutboxMail.objects.get().text
    assert mails() == [("ada@example.org", "Sent back to draft: Old")]


def test_everybody_above_the_article_hears_that_it_is_public(ada, edith):
    beno = make_account("author", username="beno", email="beno@example.org")
    article = make_article(title="Old", created_by=ada, **READY)
    article.bylines.create(person=make_person(user=beno))
    decide(at_desk(edith), article, "publish", when="now", note="Thank you!")
    assert f"http://testserver{article.get_absolute_url()}" in OutboxMail.objects.first().text
    assert mails() == [("ada@example.org", "Published: Old"), ("beno@example.org", "Published: Old")]


def test_a_date_that_is_set_is_told_with_the_date(ada, edith):
    article = make_article(title="Old", created_by=ada, **READY)
    decide(at_desk(edith), article, "publish", when="at", at_0="2999-12-10", at_1="09:00")
    assert "It appears by itself on 10 Dec 2999, 09:00 (UTC)." in OutboxMail.objects.get().text


def test_who_asked_for_review_hears_of_it_whatever_it_is(edith):
    carl = make_account("campaigner", email="carl@example.org")
    petition = make_petition(title="Let them go", published_at=None)
    reviews.tell(carl, Action.ASK_REVIEW, petition)
    assert [to for to, _subject in mails()] == ["edith@example.org"]
    admin = make_account("administrator", email="boss@example.org")
    reviews.tell(admin, Action.UNPUBLISH, petition, "Later.")
    assert mails() == [("carl@example.org", "Sent back to draft: Let them go")]


def test_nobody_is_told_what_they_did_themselves(edith):
    article = make_article(created_by=edith, **READY)
    decide(at_desk(edith), article, "publish", when="now")
    decide(at_desk(edith), article, "withdraw", because="It was not true.")
    assert mails() == []
    assert [note.action for note in ReviewNote.objects.all()] == ["withdraw", "publish"]


def test_other_dates_of_what_is_public_are_no_news(ada, edith):
    article = make_article(created_by=ada, summary="In short.")
    decide(at_desk(edith), article, "publish", when="now", until_0="2999-01-01", until_1="00:00")
    assert mails() == []


def test_the_mail_is_in_the_language_of_the_desk_whatever_is_spoken_where_it_is_caused(ada, edith):
    article = make_article(title="Vieux", language="fr", created_by=ada, **READY)
    with translation.override("fr"):
        reviews.tell(ada, Action.ASK_REVIEW, article)
    assert mails() == [("edith@example.org", "Please read: Vieux")]


def test_what_was_not_done_is_not_told(ada, edith):
    article = make_article(created_by=ada, published_at=None, body="")  # without a text it cannot be public
    decide(at_desk(edith), article, "publish", when="now")
    assert (Article.objects.get().state, mails(), ReviewNote.objects.count()) == ("draft", [], 0)


def test_what_was_said_goes_with_the_thing(ada, edith):
    article = make_article(created_by=ada, **READY)
    decide(at_desk(ada), article, "review", note="For you.")
    kept = Person.objects.create(title="Kept", slug="kept")
    reviews.tell(edith, Action.PUBLISH, kept)
    article.delete()
    reviews.sweep()
    assert [note.action for note in ReviewNote.objects.all()] == ["publish"]
