"""Mails that come back into a mailbox: read by IMAP, understood ones deleted, others left for people."""

import imaplib

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.live_installation import LiveInstallation
from core.mail import bounces, email_url
from newsletters.models import Subscriber
from ngo_site.bounce_mailbox import read_mailbox
from tests.factories import make_subscriber
from tests.imap_server import imap_server

pytestmark = pytest.mark.django_db
CLARA = "clara@example.org"

# As qmail writes it (QSBMF): no RFC 3464, and the mail that came back as plain text.
QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example
To: bounces@example.org
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<clara@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <office@example.org>
Message-ID: {message_id}
Subject: News

Hello
"""


@pytest.fixture
def folder(settings):
    with imap_server() as folder:
        settings.BOUNCES = email_url.mailbox(folder.url)
        yield folder


def rests() -> bool:
    return Subscriber.objects.exclude(resting_since=None).exists()


def test_a_report_in_the_mailbox_rests_the_mailbox_it_is_about_and_is_deleted(folder):
    make_subscriber(email=CLARA)
    report = folder.put(QMAIL.format(message_id=bounces.message_id(CLARA)).encode())
    letter = folder.put(b"From: dorothea@example.org\r\nSubject: A question\r\n\r\nWhen is the meeting?\r\n")
    read_mailbox()
    assert rests()
    assert report not in folder.mails
    assert folder.mails[letter][1] == {"\\Seen"}
    # What was read is not read again.
    read_mailbox()
    assert folder.mails[letter][1] == {"\\Seen"}


@pytest.mark.parametrize("of", ["mallory@evil.example", "clara@elsewhere.example"])
def test_a_report_about_a_mail_that_was_not_ours_to_them_changes_nothing(folder, of):
    make_subscriber(email=CLARA)
    report = folder.put(QMAIL.format(message_id=bounces.message_id(of)).encode())
    read_mailbox()
    assert not rests()
    assert folder.mails[report][1] == {"\\Seen"}


def test_what_is_no_report_and_trips_its_reader_changes_nothing(folder):
    make_subscriber(email=CLARA)
    folder.put(f"Message-ID: {bounces.message_id(CLARA)}\r\n\r\nHello\r\n".encode())
    read_mailbox()
    assert not rests()


def deep(kind: bytes) -> bytes:
    """A mail of three thousand parts, each in the one before."""
    if kind == b"message/rfc822":
        return b"Content-Type: message/rfc822\r\n\r\n" * 3000
    parts = [b"Content-Type: %s; boundary=a%d\r\n\r\n--a%d\r\n" % (kind, number, number) for number in range(3000)]
    return b"".join(parts)


@pytest.mark.parametrize(
    "mail",
    [
        deep(b"multipart/mixed"),
        deep(b"message/rfc822"),
        b'Content-Transfer-Encoding: \xff\r\nContent-Type: multipart/mixed; boundary="\xff"\r\n\r\n--\xff\r\n\r\n',
    ],
)
def test_a_mail_that_nobody_can_read_does_not_keep_the_next_from_being_read(folder, mail):
    make_subscriber(email=CLARA)
    hostile = folder.put(mail + bounces.message_id("mallory@evil.example").encode())
    report = folder.put(QMAIL.format(message_id=bounces.message_id(CLARA)).encode())
    read_mailbox()
    assert folder.mails[hostile][1] == {"\\Seen"}
    assert (report in folder.mails, rests()) == (False, True)


def test_a_wrong_password_is_an_error_and_touches_nothing(folder, settings):
    folder.put(b"Subject: x\r\n\r\n")
    settings.BOUNCES = settings.BOUNCES._replace(password="wrong")
    with pytest.raises(imaplib.IMAP4.error):
        read_mailbox()
    assert [flags for _raw, flags in folder.mails.values()] == [set()]


def test_a_copy_of_the_site_leaves_the_live_sites_mail_alone(folder):
    LiveInstallation.objects.update_or_create(pk=1, defaults={"database": "another"})
    report = folder.put(QMAIL.format(message_id=bounces.message_id(CLARA)).encode())
    read_mailbox()
    assert folder.mails[report][1] == set()


def test_without_the_setting_nobody_is_asked(settings, tripwire_of_sockets):
    settings.BOUNCES = None
    read_mailbox()
    assert tripwire_of_sockets == []


@pytest.fixture
def tripwire_of_sockets(monkeypatch):
    asked = []
    monkeypatch.setattr(imaplib.IMAP4, "open", lambda self, *where, **how: asked.append(where))
    return asked


def test_the_address_of_a_mailbox():
    found = email_url.mailbox("imaps://bounces%40example.org:p%2Fw@mail.example.org/Bounces")
    assert found == ("mail.example.org", 993, "bounces@example.org", "p/w", "Bounces", True)
    assert email_url.mailbox("imap://a:b@localhost").folder == "INBOX"


@pytest.mark.parametrize(
    "url", ["imap://a:b@mail.example.org", "imaps://mail.example.org", "pop3://a:b@x", "imaps://a:b@x:y"]
)
def test_what_is_no_mailbox_stops_the_start_and_quotes_no_password(url):
    with pytest.raises(ImproperlyConfigured) as error:
        email_url.mailbox(url)
    assert "a:b" not in str(error.value)
