"""Who has just signed is counted in what they see; nobody else is thanked."""

import re

import pytest
from django.utils import timezone

from campaigns.models import Signature
from campaigns.signatures.counting import count_signatures
from campaigns.signatures.thanks import as_signer_sees
from core.mail.outbox import OutboxMail
from tests.campaigns.signatures.test_signing import form_for
from tests.factories import make_petition
from tests.letters import form_token, link

pytestmark = pytest.mark.django_db


def sign(client, petition, email="alice@example.org", **fields):
    client.post(petition.get_absolute_url(), form_for(email=email, **fields))
    return OutboxMail.objects.latest("pk")


def number_on(page):
    return int(re.search(r'class="count">([\d,]+)<', page)[1].replace(",", ""))


def test_the_first_signer_is_counted_on_the_page_of_thanks(client):
    page = client.post(link(sign(client, make_petition()), "confirm"))
    assert "Thank you. You count." in page.text and "Be the first" not in page.text
    assert number_on(page.text) == 1
    assert page.headers["Cache-Control"] == "no-store, private"


def test_others_who_wait_for_the_tally_are_counted_and_nobody_twice(client):
    petition = make_petition()
    client.post(link(sign(client, petition), "confirm"))
    count_signatures()
    client.post(link(sign(client, petition, "bob@example.org"), "confirm"))
    client.post(link(sign(client, make_petition(), "bob@example.org"), "confirm"))
    assert number_on(client.post(link(sign(client, petition, "clara@example.org"), "confirm")).text) == 3


def test_who_is_held_back_sees_what_everybody_sees(client):
    petition = make_petition()
    client.post(link(sign(client, petition), "confirm"))
    Signature.objects.update(status="held")
    assert as_signer_sees(petition, Signature.objects.get()).signed == 1


def test_a_code_counts_as_a_button_does(client):
    petition = make_petition()
    sent = client.post(petition.get_absolute_url(), form_for())
    code = re.search(r"^    (\w{4} \w{4})$", OutboxMail.objects.get().text, re.M)[1]
    fields = {
        "page": re.search(r'<input[^>]*name="page"[^>]*>', sent.text)[0].split('value="')[1].split('"')[0],
        "form_token": form_token("CodeForm"),
    }
    page = client.post(
        re.search(r'<form class="form" method="post" action="([^"]+)"', sent.text)[1], {**fields, "code": code}
    )
    assert (number_on(page.text), "Thank you. You count." in page.text) == (1, True)


def test_a_shared_mailbox_is_told_that_another_name_counts(client):
    petition = make_petition()
    annas = sign(client, petition, name="Anna")
    berts = sign(client, petition, name="Bert")
    client.post(link(annas, "confirm"))
    for page in (client.get(link(berts, "confirm")).text, client.post(link(berts, "confirm")).text):
        assert "One mailbox is one signature" in page
        assert "You count" not in page


def test_letters_asked_for_later_begin_and_are_named(client):
    petition = make_petition()
    first, second = sign(client, petition), sign(client, petition, updates="on")
    client.post(link(first, "confirm"))
    assert "You also get news of this petition" in client.post(link(second, "confirm")).text


@pytest.mark.parametrize("page", ["/petitions/free/thanks/", "/newsletter/welcome/", "/join/thanks/"])
def test_a_stranger_is_thanked_for_nothing(client, page):
    make_petition(slug="free", published_at=timezone.now())
    answer = client.get(page)
    assert answer.status_code == 200
    for word in ("Thank you", "You count", "is in.", "You get our next letter", "what you wrote"):
        assert word not in answer.text
