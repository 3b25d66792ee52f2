"""Alice signs a petition; Bob tries to learn about it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Attempt, Signature
from core.crypto.sealed_box import open_sealed
from core.models import OutboxMail
from newsletters.models import Subscriber
from tests.factories import make_petition
from tests.letters import form_token, link

pytestmark = pytest.mark.django_db

ALICE = {"name": "Alice Moreau", "email": "alice@example.org", "country": "FR"}


def form_for(**fields):
    return {**ALICE, "form_token": form_token("SignForm"), **fields}


def test_alice_signs_confirms_and_takes_it_back(client):
    petition = make_petition()

    answer = client.post(petition.get_absolute_url(), form_for(postcode="69001"))

    assert answer.status_code == 200
    assert "Check your mail" in answer.text
    mail = OutboxMail.objects.get()
    assert mail.to == "alice@example.org"
    assert "Alice" not in mail.text + mail.subject

    page = client.get(link(mail, "confirm"))
    assert page.status_code == 200
    assert Signature.objects.get().status == "pending"

    answer = client.post(link(mail, "confirm"))
    assert (answer.status_code, "Thank you. You count." in answer.text) == (200, True)
    assert Signature.objects.get().status == "confirmed"

    client.get(link(mail, "withdraw"))
    assert Signature.objects.get().status == "confirmed"
    client.post(link(mail, "withdraw"))
    signature = Signature.objects.get()
    assert (signature.status, bytes(signature.sealed), signature.display_name) == ("withdrawn", b"", "")


def test_who_signed_can_only_be_read_with_the_private_key(client, private_key):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(postcode="SW1A 1AA", name="Alice Unmistakable"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT campaigns_signature::text FROM campaigns_signature")
        (row,) = cursor.fetchone()
        cursor.execute("SELECT campaigns_attempt::text FROM campaigns_attempt")
        row += cursor.fetchone()[0]
    for word in ("nmistakable", "alice", "Alice", "SW1A"):
        assert word not in row
        assert word.encode().hex() not in row  # as Postgres shows bytes
    assert bytes(Signature.objects.get().sealed) == b""
    opened = open_sealed(Attempt.objects.get().sealed, private_key)
    assert (opened["name"], opened["email"], opened["postcode"]) == (
        "Alice Unmistakable",
        "alice@example.org",
        "SW1A 1AA",
    )
    assert opened["consent"]["demand"] == petition.demand


@pytest.mark.parametrize("again", ["alice@example.org", "ALICE@Example.ORG", " alice@example.org "])
def test_one_mailbox_one_signature(client, again):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for())
    client.post(petition.get_absolute_url(), form_for(email=again))
    assert Signature.objects.count() == 1


def test_who_signs_twice_keeps_what_was_confirmed(client, private_key):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(public="on"))
    client.post(link(OutboxMail.objects.get(), "confirm"))
    # Bob knows Alice's address and signs with other words.
    client.post(petition.get_absolute_url(), form_for(name="Mallory Was Here", country="DE", public="on"))

    signature = Signature.objects.get()
    assert (signature.status, signature.country.code, signature.display_name) == (
        "confirmed",
        "FR",
        "Alice M.",
    )
    assert open_sealed(signature.sealed, private_key)["name"] == "Alice Moreau"
    assert "signed already" in OutboxMail.objects.last().subject


def test_the_page_behind_the_button_shows_what_would_become_public(client):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(public="on"))
    assert "Alice M." in client.get(link(OutboxMail.objects.get(), "confirm")).text


@pytest.mark.parametrize(("ticked", "said"), [({"updates": "on"}, True), ({}, False)])
def test_the_page_behind_the_button_says_whether_letters_begin(client, ticked, said):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(**ticked))
    page = client.get(link(OutboxMail.objects.get(), "confirm")).text
    assert ("You also get news of this petition" in page) is said


def test_a_name_is_public_only_by_choice_and_only_once_confirmed(client):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(public="on"))
    client.post(petition.get_absolute_url(), form_for(email="bob@example.org", name="Bob Quiet"))
    assert "Alice M." not in client.get(petition.get_absolute_url()).text
    for mail in OutboxMail.objects.all():
        client.post(link(mail, "confirm"))
    page = client.get(petition.get_absolute_url()).text
    assert "Alice M." in page
    assert "Bob" not in page


def test_all_steps_lock_the_signature_before_the_letters_so_that_none_waits_in_a_circle(client):
    petition = make_petition()
    steps = [lambda: client.post(petition.get_absolute_url(), form_for(updates="on"))]
    steps += [lambda word=word: client.post(link(OutboxMail.objects.get(), word)) for word in ("confirm", "withdraw")]
    for step in steps:
        with CaptureQueriesContext(connection) as queries:
            step()
        written = re.findall(
            r'(?:UPDATE|INTO) "?(campaigns_signature|newsletters_subscriber)', str(queries.captured_queries)
        )
        # Until the button is pressed the letters asked for are in the attempt alone.
        letters = ["newsletters_subscriber"] if step != steps[0] else []
        assert list(dict.fromkeys(written)) == ["campaigns_signature", *letters]


def test_a_stranger_who_types_alices_address_too_neither_replaces_nor_disarms_her_link(client, private_key):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for(name="Alice Hidden"))
    client.post(petition.get_absolute_url(), form_for(name="Mallory Loud", public="on", country="DE"))
    alices, mallorys = OutboxMail.objects.order_by("pk")
    assert "Mallory Loud" in client.get(link(mallorys, "confirm")).text
    assert "Alice Hidden" in client.get(link(alices, "confirm")).text

    client.post(link(alices, "confirm"))
    client.post(link(mallorys, "confirm"))  # too late: it shows that the signature counts

    signature = Signature.objects.get()
    assert (signature.status, signature.country.code, signature.display_name) == ("confirmed", "FR", "")
    assert open_sealed(signature.sealed, private_key)["name"] == "Alice Hidden"
    assert not Attempt.objects.exclude(sealed=b"").exists()


def test_not_my_name_erases_what_the_stranger_typed_and_leaves_alices_own(client):
    petition = make_petition()
    client.post(petition.get_absolute_url(), form_for())
    client.post(petition.get_absolute_url(), form_for(name="Mallory Loud"))
    alices, mallorys = OutboxMail.objects.order_by("pk")
    assert "erased" in client.post(link(mallorys, "withdraw")).text
    assert client.post(link(mallorys, "confirm")).status_code == 404
    client.post(link(alices, "confirm"))
    assert Signature.objects.get().status == "confirmed"


def test_it_was_not_me_leaves_nothing(client):
    client.post(make_petition().get_absolute_url(), form_for(updates="on"))
    client.get(link(OutboxMail.objects.get(), "withdraw"))
    assert Signature.objects.count() == Attempt.objects.count() == 1
    client.post(link(OutboxMail.objects.get(), "withdraw"))
    assert Signature.objects.count() == Attempt.objects.count() == Subscriber.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"email": "nobody"},
        {"country": "XX"},
        {"name": "https://buy.example"},
        {"form_token": "made-up"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, fields):
    petition = make_petition()
    answer = client.post(petition.get_absolute_url(), form_for(**{"postcode": "69001", **fields}))
    assert answer.status_code == 422
    assert 'value="69001"' in answer.text
    assert Signature.objects.count() == OutboxMail.objects.count() == 0


def test_a_form_with_an_old_token_can_be_sent_again_as_it_comes_back(client):
    petition = make_petition()
    answer = client.post(petition.get_absolute_url(), form_for(form_token="made-up"))
    fresh = re.search(r'name="form_token" value="([^"]+)"', answer.text)[1]
    assert client.post(petition.get_absolute_url(), form_for(form_token=fresh)).status_code == 200


def test_a_form_on_somebody_elses_page_signs_nothing(client):
    petition = make_petition()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post(petition.get_absolute_url(), form_for(), headers=headers).status_code == 403
    assert Signature.objects.count() == 0


@pytest.mark.parametrize("origin", ["http://[", "https://testserver@evil.example", "//", "\xff"])
def test_an_origin_that_is_none_is_refused_and_breaks_nothing(client, origin):
    petition = make_petition()
    assert client.post(petition.get_absolute_url(), form_for(), headers={"Origin": origin}).status_code == 403


def test_a_machine_that_fills_in_everything_is_thanked_and_forgotten(client):
    petition = make_petition()
    assert client.post(petition.get_absolute_url(), form_for(website="http://x")).status_code == 200
    assert Signature.objects.count() == 0


def test_a_closed_petition_takes_no_signatures(client):
    petition = make_petition(closed_at=make_petition().published_at)
    assert client.post(petition.get_absolute_url(), form_for()).status_code == 422
    assert Signature.objects.count() == 0


def test_a_draft_petition_is_not_there(client):
    petition = make_petition(published_at=None)
    assert client.get(petition.get_absolute_url()).status_code == 404
    assert client.post(petition.get_absolute_url(), form_for()).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 22, "%00", "ä" * 9])
def test_a_made_up_link_confirms_nothing(client, token):
    assert client.post(f"/petitions/confirm/{token}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_signatures_at_once_are_one_row(client, live_server):
    from urllib.request import Request, urlopen

    petition = make_petition()
    from urllib.parse import urlencode

    def post(_):
        return urlopen(Request(live_server.url + petition.get_absolute_url(), urlencode(form_for()).encode())).status

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(post, range(50))) == {200}
    assert Signature.objects.count() == 1


def test_bob_presses_the_button_for_alice_again_and_again_and_her_third_link_still_works(client):
    petition = make_petition()
    answers = [client.post(petition.get_absolute_url(), form_for()) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    mails = list(OutboxMail.objects.order_by("pk"))
    assert [mail.due_at > timezone.now() for mail in mails] == [False, False, False, True, True]
    client.post(link(mails[2], "confirm"))
    assert Signature.objects.get().status == "confirmed"
