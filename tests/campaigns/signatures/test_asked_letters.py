"""Letters asked for while signing: they wait in the attempt, begin with its button, and end with the signature."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Attempt
from campaigns.signatures.retention import forget_unconfirmed_signatures
from core.models import OutboxMail
from newsletters.models import Subscriber
from tests.campaigns.signatures.test_signing import ALICE, form_for
from tests.factories import make_petition, make_subscriber
from tests.letters import form_token, link

pytestmark = pytest.mark.django_db


def test_updates_begin_only_when_the_signature_is_confirmed(client):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(updates="on"))
    assert not Subscriber.objects.exists()
    client.post(link(OutboxMail.objects.get(), "confirm"))
    subscriber = Subscriber.objects.get()
    assert (subscriber.status, subscriber.topic) == ("confirmed", f"petition:{petition.slug}")


def test_taking_the_signature_back_ends_the_updates_and_erases_their_address(client):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(updates="on"))
    client.post(link(OutboxMail.objects.get(), "confirm"))
    # Whether Alice signs once more without ticking the box, or Bob does it for her: each link takes back all.
    client.post(petition.get_absolute_url(), form_for())
    client.post(link(OutboxMail.objects.last(), "withdraw"))
    assert Subscriber.objects.values_list("status", "email", "mailbox").get() == ("withdrawn", "", "")


def test_signing_again_without_ticking_the_box_begins_no_updates(client):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(updates="on"))
    client.post(petition.get_absolute_url(), form_for())
    client.post(link(OutboxMail.objects.last(), "confirm"))
    assert not Subscriber.objects.exists()


def test_nobody_is_subscribed_without_ticking_the_box(client):
    client.post(make_petition().get_absolute_url(), form_for())
    assert Subscriber.objects.count() == 0


@pytest.mark.parametrize("meanwhile", ["signed", "subscribed"])
def test_the_first_link_ends_all_its_letters_though_somebody_typed_the_address_since(client, meanwhile):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(updates="on", newsletter="on"))
    alices = OutboxMail.objects.get()
    client.post(link(alices, "confirm"))
    assert Subscriber.objects.confirmed().count() == 2
    if meanwhile == "signed":
        client.post(petition.get_absolute_url(), form_for(name="Mallory", updates="on", newsletter="on"))
    else:
        client.post("/newsletter/", {"email": ALICE["email"], "form_token": form_token("SubscribeForm")})
    client.post(link(alices, "withdraw"))
    assert not Subscriber.objects.confirmed().exists()


def test_taking_back_ends_no_newsletter_that_alice_got_before(client):
    make_subscriber(email=ALICE["email"])
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(updates="on", newsletter="on"))
    client.post(link(OutboxMail.objects.get(), "confirm"))
    client.post(link(OutboxMail.objects.get(), "withdraw"))
    assert list(Subscriber.objects.confirmed().values_list("topic", flat=True)) == [""]


def test_letters_asked_for_twice_begin_with_either_link(client):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(updates="on"))
    client.post(petition.get_absolute_url(), form_for(newsletter="on"))
    first, second = OutboxMail.objects.order_by("pk")
    client.post(link(second, "confirm"))
    assert list(Subscriber.objects.values_list("topic", flat=True)) == [""]
    assert "You also get news of this petition" in client.get(link(first, "confirm")).text
    client.post(link(first, "confirm"))
    assert set(Subscriber.objects.confirmed().values_list("topic", flat=True)) == {"", petition.topic}


def test_a_week_later_no_letters_begin_and_nothing_of_the_wish_is_left(client):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for())
    client.post(link(OutboxMail.objects.get(), "confirm"))
    client.post(petition.get_absolute_url(), form_for(updates="on"))
    asked = Attempt.objects.exclude(letters=b"")
    assert asked.count() == 1
    asked.update(created_at=timezone.now() - timedelta(days=7, minutes=1))
    client.post(link(OutboxMail.objects.last(), "confirm"))
    assert not Subscriber.objects.exists()
    forget_unconfirmed_signatures()
    assert not asked.exists()
