"""“It was not you? Erase it”: then nobody makes us write to that address again, until its owner says so."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from articles.models import CommentOptIn, Follower
from campaigns.models import Attempt
from core.mail import erased_links
from core.mail.compose import queue_mail
from core.mail.sending import deliver
from core.models import ErasedLink, OutboxMail
from newsletters.models import Subscriber
from organisation.models import Volunteer
from tests.factories import make_article, make_petition
from tests.letters import form_token, link

pytestmark = pytest.mark.django_db
DORA = "dora@example.org"


def ask(client, what, obj):
    """Send the form with Dora's address, as somebody else would."""
    fields = {"email": DORA, "name": "Mallory", "country": "FR"}
    path, form, more = {
        "newsletter": ("/newsletter/", "SubscribeForm", {}),
        "joining": ("/join/", "JoinForm", {"message": "A spare room"}),
        "signing": (obj["petition"].get_absolute_url(), "SignForm", {"updates": "on"}),
        "adopting": (f"{obj['petition'].get_absolute_url()}adopt/", "AdoptForm", {}),
        "commenting": (f"{obj['article'].get_absolute_url()}comments/", "CommentForm", {"comment": "Well said."}),
        "following": (f"{obj['article'].get_absolute_url()}comments/follow/", "FollowForm", {}),
    }[what]
    return client.post(path, {**fields, **more, "form_token": form_token(form)})


WORDS = {"following": "unsubscribe"}
ALL = ["newsletter", "joining", "signing", "adopting", "commenting", "following"]


@pytest.fixture
def obj():
    return {"petition": make_petition(), "article": make_article()}


def kept():
    """Return how many rows hold an address, locked or in a box."""
    waiting = Subscriber.objects.active(), Volunteer.objects.exclude(mailbox=""), Attempt.objects.all()
    return sum(rows.count() for rows in (*waiting, Follower.objects.all(), CommentOptIn.objects.exclude(by_link=b"")))


@pytest.mark.parametrize("what", ALL)
def test_who_says_it_was_not_them_is_asked_no_more_until_they_say_otherwise(client, obj, what):
    ask(client, what, obj)
    erase = link(OutboxMail.objects.get(), WORDS.get(what, "withdraw"))
    assert (client.get(erase).status_code, kept()) == (200, 1)
    page = client.post(erase, follow=True)
    assert (page.status_code, kept()) == (200, 0)
    assert "Let mails come again" in page.text and "nobody can make us write" in page.text
    OutboxMail.objects.all().delete()

    seen = [ask(client, other, obj).status_code for other in ALL]
    assert set(seen) <= {200, 302} and not OutboxMail.objects.exists()
    # The same link again: that it is done, and the way back.
    again = client.get(erase)
    assert again.status_code == 200 and "Let mails come again" in again.text
    client.post(f"/mails-again/{erase.split('/')[-2]}/")
    assert "Let mails come again" not in client.get(erase).text
    ask(client, "newsletter", obj)
    assert OutboxMail.objects.get().to == DORA


def test_what_waits_for_its_turn_is_not_sent_any_more_and_what_was_ordered_is(obj):
    queue_mail(DORA, "newsletters/mail/confirm_subscription", {}, kind="confirm-subscription")
    queue_mail(DORA, "newsletters/mail/subscribed_already", {}, kind="newsletter")
    queue_mail("bob@example.org", "newsletters/mail/confirm_subscription", {}, kind="confirm-subscription")
    erased_links.note("a link", DORA)
    assert deliver() == 3
    assert sorted((mail.to[0], mail.subject[:10]) for mail in django_mail.outbox) == [
        ("bob@example.org", "Please con"),
        (DORA, "You get th"),
    ]


def test_whoever_leaves_what_they_ordered_may_order_anew_at_once(client, obj):
    for what in ("newsletter", "signing"):
        ask(client, what, obj)
        mail = OutboxMail.objects.get()
        client.post(link(mail, "confirm"))
        client.post(link(mail, "withdraw"))
        OutboxMail.objects.all().delete()
    assert not erased_links.is_quiet(DORA)
    ask(client, "following", obj)
    assert OutboxMail.objects.count() == 1


def test_another_spelling_of_the_mailbox_is_left_alone_too(client, obj):
    erased_links.note("a link", "dora@gmail.com")
    for email in ("D.O.R.A+news@googlemail.com", "dora@example.org"):
        client.post("/newsletter/", {"email": email, "form_token": form_token("SubscribeForm")})
    assert [mail.to for mail in OutboxMail.objects.all()] == ["dora@example.org"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/petitions/withdraw/{}/", "Erased already"),
        ("/join/withdraw/{}/", "Erased already"),
        ("/newsletter/withdraw/{}/", "Erased already"),
        ("/articles/comments/unsubscribe/{}/", "Erased already"),
        ("/mails-again/{}/", "Erased already"),
    ],
)
def test_a_link_that_erased_something_is_told_from_one_that_never_was(client, path, told):
    erased_links.note("known")
    for answer in (client.get(path.format("known")), client.post(path.format("known"), follow=True)):
        assert answer.status_code == 200 and told in answer.text
    unknown = client.post(path.format("garbage"))
    assert unknown.status_code == 404
    assert "This link does not work" in unknown.text and "rased already" not in unknown.text


def test_taking_a_signature_back_ends_all_its_links(client, obj):
    for _ in range(2):
        ask(client, "signing", obj)
    first, second = OutboxMail.objects.order_by("pk")
    client.post(link(first, "confirm"))
    client.post(link(first, "withdraw"))
    for mail in (first, second):
        assert "Erased already" in client.get(link(mail, "withdraw")).text
    assert client.get(link(second, "confirm")).status_code == 404


def test_the_quiet_ends_by_itself_and_the_link_is_forgotten_later(client, obj):
    erased_links.note("a link", DORA)
    for age, quiet, rows in ((179, True, 1), (181, False, 1), (731, False, 0)):
        ErasedLink.objects.update(erased_at=timezone.now() - timedelta(days=age))
        erased_links.forget()
        assert (erased_links.is_quiet(DORA), ErasedLink.objects.count()) == (quiet, rows)
        assert ErasedLink.objects.exclude(mailbox=b"").exists() is quiet
