"""The demo's mailbox."""

import pytest
from django.conf import settings as site_settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import override_settings
from django.urls import Resolver404, resolve

from ngo_site.demo import mail


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DEMO_MAIL_DIR = tmp_path / "mail"
    settings.EMAIL_BACKEND = "ngo_site.demo.mail.EmailBackend"


def send(
    to="alice@example.org", subject="Bestätige, «bitte»", text="Press https://ngo.example/confirm/abc/ now\n", html=""
):
    message = EmailMultiAlternatives(subject, text, to=[to], connection=get_connection(site_settings.EMAIL_BACKEND))
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def test_mails_are_kept_the_latest_first():
    send("alice@example.org")
    send("bob@example.org", "Second")
    assert [(letter.to, letter.subject) for letter in mail.letters()] == [
        ("bob@example.org", "Second"),
        ("alice@example.org", "Bestätige, «bitte»"),
    ]


def test_letter_is_read_as_it_was_written():
    send(html="<p>Press <b>now</b></p>")
    letter = mail.letter(mail.letters()[0].id)
    assert letter.text == "Press https://ngo.example/confirm/abc/ now\n"
    assert letter.html == "<p>Press <b>now</b></p>"
    assert dict(letter.headers)["To"] == "alice@example.org"


def test_only_the_newest_are_kept(monkeypatch):
    monkeypatch.setattr(mail, "KEEP", 2)
    for number in range(4):
        send(subject=str(number))
    assert [letter.subject for letter in mail.letters()] == ["3", "2"]


def test_empty_mailbox_and_unknown_letter():
    assert mail.letters() == []
    assert mail.letter(1) is None


@pytest.mark.django_db
@pytest.mark.urls("tests.ngo_site.demo.urls")
def test_newcomer_finds_the_mail_and_its_link(client):
    send(subject="<script>alert(1)</script>", html="<p>As HTML <script>alert(2)</script></p>")
    url = f"/demo/mail/{mail.letters()[0].id}/"
    response = client.get("/demo/mail/")
    assert f'href="{url}"' in response.content.decode()
    assert "alice@example.org" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    text = client.get(url).content.decode()
    assert '<a href="https://ngo.example/confirm/abc/"' in text
    assert "As HTML" in text
    assert "<script>alert" not in text


@pytest.mark.django_db
@pytest.mark.urls("tests.ngo_site.demo.urls")
@pytest.mark.parametrize("path", ["1/", "abc/", "..%2F..%2Fetc%2Fpasswd/", "99999999999999999999999/"])
def test_nothing_else_is_shown(client, path):
    assert client.get(f"/demo/mail/{path}").status_code == 404


def test_mailbox_has_no_address_outside_the_demo():
    with override_settings(ROOT_URLCONF="ngo_site.urls"), pytest.raises(Resolver404):
        resolve("/demo/mail/")
