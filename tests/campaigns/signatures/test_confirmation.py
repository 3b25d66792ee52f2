"""Alice confirms: by button, by code, by an answer; and what happens when she does none of it."""

import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.models import Attempt, Signature
from campaigns.signatures.confirm_by_reply import token_in
from campaigns.signatures.confirmation import confirm, remind, take_back
from campaigns.signatures.retention import forget_unconfirmed_signatures
from core.crypto.sealed_box import open_sealed
from core.models import OutboxMail
from tests.factories import make_petition
from tests.letters import form_token, link

pytestmark = pytest.mark.django_db

ALICE = {"name": "Alice Moreau", "email": "alice@example.org", "country": "FR"}


def sign(client, petition, **fields):
    return client.post(petition.get_absolute_url(), {**ALICE, "form_token": form_token("SignForm"), **fields})


def page_of(answer):
    return re.search(r'name="page" value="([^"]+)"', answer.text)[1]


def code_in(mail):
    return re.search(r"^    (\w{4} \w{4})$", mail.text, re.M)[1]


def send_code(client, petition, page, code):
    fields = {"page": page, "code": code, "form_token": form_token("CodeForm")}
    return client.post(f"{petition.get_absolute_url()}check-your-mail/", fields)


def days_pass(days):
    moment = timezone.now() - timedelta(days=days)
    Attempt.objects.update(created_at=moment)
    Signature.objects.update(created_at=moment)


def status():
    return Signature.objects.get().status


@pytest.mark.parametrize("written", ["{}", " {} ", "{0:s}".lower() + "\n"])
def test_the_code_from_the_mail_confirms_on_the_page_that_was_shown(client, private_key, written):
    petition = make_petition()
    page = page_of(sign(client, petition, updates="on"))
    answer = send_code(client, petition, page, written.format(code_in(OutboxMail.objects.get()).lower()))
    assert "Thank you" in answer.text
    signature = Signature.objects.get()
    assert (signature.status, open_sealed(signature.sealed, private_key)["name"]) == ("confirmed", "Alice Moreau")


def test_a_code_is_worth_nothing_on_another_page_or_for_another_attempt(client):
    petition = make_petition()
    pages = [page_of(sign(client, petition)) for _ in range(2)]
    first, second = (code_in(mail) for mail in OutboxMail.objects.order_by("pk"))
    for page, code in ((pages[0], second), (pages[1], first), ("", first), ("x" * 22, first)):
        assert send_code(client, petition, page, code).status_code == 422
    assert status() == "pending"


def test_after_five_wrong_codes_the_page_takes_no_more(client):
    petition = make_petition()
    page = page_of(sign(client, petition))
    for _ in range(5):
        assert "does not fit" in send_code(client, petition, page, "AAAA AAAA").text
    assert "Too many codes" in send_code(client, petition, page, code_in(OutboxMail.objects.get())).text
    assert status() == "pending"
    client.post(link(OutboxMail.objects.get(), "confirm"))  # the button still does
    assert status() == "confirmed"


def test_a_code_is_too_old_after_a_week(client):
    petition = make_petition()
    page = page_of(sign(client, petition))
    days_pass(7)
    assert send_code(client, petition, page, code_in(OutboxMail.objects.get())).status_code == 422
    assert client.get(link(OutboxMail.objects.get(), "confirm")).status_code == 404


def test_the_code_works_in_the_frame_on_somebody_elses_page(client):
    petition = make_petition()
    fields = {**ALICE, "form_token": form_token("SignForm")}
    page = page_of(client.post(f"/embed/petitions/{petition.slug}/sign/", fields))
    fields = {"page": page, "code": code_in(OutboxMail.objects.get()), "form_token": form_token("CodeForm")}
    assert "Thank you" in client.post(f"/embed/petitions/{petition.slug}/check-your-mail/", fields).text
    assert status() == "confirmed"


def test_a_scanner_that_opens_every_link_a_hundred_times_confirms_and_erases_nothing(client):
    sign(client, make_petition())
    mail = OutboxMail.objects.get()
    for word in ("confirm", "withdraw"):
        for _ in range(50):
            client.get(link(mail, word))
            client.head(link(mail, word))
    assert status() == "pending"


# By an answer


def answer_to(mail, **headers):
    lines = {"From": "Mallory <x@evil.example>", "To": mail.headers["Reply-To"], "Subject": "Re: yes", **headers}
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\nYes, I sign.\r\n"


@pytest.fixture
def by_reply(settings):
    settings.CONFIRM_BY_REPLY = "sign@example.org"


def receive(raw):
    call_command("receive_mail", stdin=BytesIO(raw), stdout=StringIO())


def test_an_answer_confirms_whoever_seems_to_have_sent_it(client, by_reply):
    sign(client, make_petition())
    mail = OutboxMail.objects.get()
    assert "answer this mail" in mail.text
    receive(answer_to(mail, To=f'"Sign" <{mail.headers["Reply-To"].upper()}>'))
    assert status() == "confirmed"


def test_two_clicks_at_once_on_erase_and_one_on_confirm_find_nothing_and_say_so(client):
    sign(client, make_petition())
    address = link(OutboxMail.objects.get(), "confirm")
    token = address.rstrip("/").rpartition("/")[2]
    as_each_click_sees_it = [Attempt.objects.from_token(token) for _click in range(3)]
    take_back(as_each_click_sees_it[0], token)
    take_back(as_each_click_sees_it[1], token)
    assert not confirm(as_each_click_sees_it[2], token)
    assert not Signature.objects.exists()
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("way", ["button in", "code from", "answer to"])
def test_how_it_was_confirmed_is_sealed_with_the_consent_and_shows_nowhere_else(client, by_reply, private_key, way):
    petition = make_petition()
    page, mail = page_of(sign(client, petition)), OutboxMail.objects.get()
    attempt = Attempt.objects.get()
    assert len(attempt.sealed) == len(attempt.sealed_code) == len(attempt.sealed_reply)
    if way == "button in":
        client.post(link(mail, "confirm"))
    elif way == "code from":
        send_code(client, petition, page, code_in(mail))
    else:
        receive(answer_to(mail))
    signature = Signature.objects.confirmed().get()
    consent = open_sealed(signature.sealed, private_key)["consent"]
    assert consent["method"] == f"form on the web, {way} the mail"
    attempt.refresh_from_db()
    assert (attempt.sealed, attempt.sealed_code, attempt.sealed_reply) == (b"", None, None)


@pytest.mark.parametrize(
    "header",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return-Path": "<>"},
        {"X-Autoreply": "yes"},
        {"Content-Type": "multipart/report; boundary=x"},
        {"To": "sign@example.org"},
        {"To": f"sign+{'0' * 32}@example.org"},
    ],
)
def test_an_absence_note_a_bounce_or_a_made_up_token_confirms_nothing(client, by_reply, header):
    sign(client, make_petition())
    receive(answer_to(OutboxMail.objects.get(), **header))
    assert status() == "pending"


@pytest.mark.parametrize("raw", [b"", b"\xff\x00\xfe", b"To: " + b"a" * 100_000, b"To: =?bad?q?\xff?=\n\n", b"To\n\n:"])
def test_what_is_no_message_changes_nothing(raw, by_reply):
    receive(raw)


def test_without_the_setting_no_answer_is_asked_for(client):
    sign(client, make_petition())
    mail = OutboxMail.objects.get()
    assert "Reply-To" not in mail.headers
    assert "answer this mail" not in mail.text
    from email import message_from_string

    assert token_in(message_from_string(f"To: +{'0' * 32}@\n\n")) is None


# The reminder, and forgetting


def test_one_reminder_after_two_days(client):
    sign(client, make_petition())
    OutboxMail.objects.all().delete()
    assert remind() == 0
    days_pass(2)
    assert (remind(), remind()) == (1, 0)
    mail = OutboxMail.objects.get()
    assert (mail.to, "Still waiting" in mail.subject) == ("alice@example.org", True)
    client.post(link(mail, "confirm"))
    assert status() == "confirmed"


@pytest.mark.parametrize("word", ["confirm", "withdraw"])
def test_nobody_is_reminded_of_what_they_confirmed_or_erased(client, word):
    sign(client, make_petition())
    client.post(link(OutboxMail.objects.get(), word))
    OutboxMail.objects.all().delete()
    assert not Attempt.objects.exclude(reminder=None).exists()
    days_pass(2)
    assert remind() == 0
    assert not OutboxMail.objects.exists()


def test_the_address_waits_for_its_reminder_under_lock(client):
    sign(client, make_petition())
    assert b"alice" not in bytes(Attempt.objects.get().reminder)


def test_what_was_one_mail_too_many_is_kept_and_mailed_a_day_later(client):
    for number in range(4):
        sign(client, make_petition(slug=f"petition-{number}"))
    late = OutboxMail.objects.delayed().get()
    assert timedelta(hours=23) < late.due_at - timezone.now() < timedelta(hours=25)
    client.post(link(late, "confirm"))
    assert Signature.objects.get(status="confirmed").petition.slug == "petition-3"


def test_whoever_types_an_address_again_and_again_fills_no_disk(client):
    petition = make_petition()
    for _ in range(30):
        sign(client, petition)
    assert Attempt.objects.count() == OutboxMail.objects.count() == 7


def test_after_a_week_nothing_unconfirmed_is_left(client):
    sign(client, make_petition())
    days_pass(6.9)
    forget_unconfirmed_signatures()
    assert Attempt.objects.count() == 1
    days_pass(7)
    forget_unconfirmed_signatures()
    assert Attempt.objects.count() == Signature.objects.count() == 0


def test_an_old_attempt_goes_although_a_stranger_began_anew(client):
    petition = make_petition()
    sign(client, petition)
    days_pass(7)
    sign(client, petition, name="Mallory")
    forget_unconfirmed_signatures()
    assert Attempt.objects.count() == Signature.objects.count() == 1


def test_a_link_takes_back_long_after_it_confirmed(client):
    sign(client, make_petition())
    client.post(link(OutboxMail.objects.get(), "confirm"))
    days_pass(400)
    forget_unconfirmed_signatures()
    client.post(link(OutboxMail.objects.get(), "withdraw"))
    assert status() == "withdrawn"
