"""Reports about mails that came back (RFC 3464), as mail servers write them."""

import email
from email import policy
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command

from articles.comments import notifications, submissions
from articles.models import Follower
from core.mail import bounces
from core.mail.sending import deliver
from core.models import OutboxMail
from newsletters.models import Subscriber
from newsletters.subscribing import subscribe
from tests.factories import make_article, make_subscriber
from tests.post import Postman, smtp_server

pytestmark = pytest.mark.django_db

CLARA, BOB = "clara+news@example.org", "bob@пример.example"

REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: sign@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

Почта не доставлена / Unzustellbar
--b1
Content-Type: {kind}

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4ABC

{original}Final-Recipient: {type}; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user

--b1
Content-Type: {headers}

{mail}
--b1--
"""


@pytest.fixture
def sink(settings):
    postman = Postman()
    with smtp_server(postman) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield postman


@pytest.fixture(autouse=True)
def readers(db):
    """Everybody gets letters and follow-ups."""
    for address in (CLARA, BOB):
        make_subscriber(email=address)
        notifications.follow(make_article(), 0, address, submissions.address_tag(address), "en")


def written_to(address) -> OutboxMail:
    headers = {"Message-ID": bounces.message_id(address)}
    content = {"subject": "Письмо", "text": "…"}
    return OutboxMail.objects.create(to=address, content=content, headers=headers, kind="staff")


def mail_to(address) -> str:
    """Return a mail of ours to this address, as it left."""
    return written_to(address).message().message().as_string()


def report(mail, to, action="failed", status="5.1.1", **given) -> bytes:
    fields = {"kind": "message/delivery-status", "headers": "message/rfc822", "type": "rfc822", "original": "", **given}
    return REPORT.format(mail=mail, to=to, action=action, status=status, **fields).encode()


def receive(raw) -> str:
    out = StringIO()
    call_command("receive_mail", stdin=BytesIO(raw), stdout=out)
    return out.getvalue()


def resting() -> tuple[int, int]:
    return Subscriber.objects.exclude(resting_since=None).count(), Follower.objects.exclude(resting_since=None).count()


@pytest.mark.parametrize(
    ("address", "given"),
    [
        (CLARA, {"to": CLARA}),
        (CLARA, {"to": CLARA, "headers": "text/rfc822-headers"}),
        (CLARA, {"to": CLARA.upper(), "status": "5.1.10"}),
        (CLARA, {"to": "x@elsewhere.example", "original": f"Original-Recipient: rfc822; {CLARA}\n"}),
        (BOB, {"to": "bob@xn--e1afmkfd.example"}),
        (BOB, {"to": BOB, "kind": "message/global-delivery-status", "headers": "message/global", "type": "utf-8"}),
    ],
)
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_mailbox_that_does_not_exist_rests_for_letters_and_follow_ups(address, given, newline):
    raw = report(mail_to(address), **given).replace(b"\n", newline)
    assert receive(raw) == "Noted: there is no such mailbox.\n"
    assert resting() == (1, 1)
    assert not Subscriber.objects.reached().of(address).exists()


@pytest.mark.parametrize(
    "given", [{"action": "delayed", "status": "4.4.1"}, {"status": "5.2.2"}, {"status": "5.7.1"}, {"status": "5.1.8"}]
)
def test_what_is_delayed_full_or_about_us_rests_nobody(given):
    assert receive(report(mail_to(CLARA), CLARA, **given)) == "Nothing to confirm.\n"
    assert resting() == (0, 0)


def test_nobody_makes_up_a_report_about_somebody_else():
    """Mallory gets letters, too, and so knows a Message-ID of ours: it is worth nothing for Clara's mailbox."""
    of_mallory = mail_to("mallory@evil.example")
    for mail in (of_mallory, "Message-ID: <1.2@testserver>\n\nHello", "Message-ID: <x>\n\n", "\n\n", of_mallory[:40]):
        receive(report(mail, CLARA))
    receive(report(mail_to(CLARA), CLARA).replace(b"multipart/report", b"multipart/mixed"))
    assert resting() == (0, 0)


def test_whoever_asks_again_is_written_to_again():
    receive(report(mail_to(CLARA), CLARA))
    subscribe("clara+news@example.org", "en", "yes")
    article = Follower.objects.exclude(resting_since=None).get().article
    notifications.follow(article, 0, CLARA, submissions.address_tag(CLARA), "en")
    assert resting() == (0, 0)


def test_a_refusal_at_once_rests_followers_too(sink):
    sink.answers[CLARA] = "550 5.1.1 <clara>: user unknown"
    OutboxMail.objects.create(to=CLARA, content={"subject": "x"}, kind="comment-followup", is_bulk=True)
    deliver()
    assert resting() == (1, 1)


OFFICE = "office@sixthcopy.example"


@pytest.mark.parametrize(("setting", "envelope"), [("sign@example.org", "sign@example.org"), ("", OFFICE)])
def test_what_comes_back_goes_where_the_command_reads_it(sink, settings, setting, envelope):
    settings.CONFIRM_BY_REPLY = setting
    settings.DEFAULT_FROM_EMAIL = f"Шестая копия и ещё много слов которые не помещаются в одну строку <{OFFICE}>"
    written_to(BOB)
    deliver()
    [(_recipient, raw)] = sink.taken
    assert sink.senders == [envelope]
    assert email.message_from_bytes(raw, policy=policy.default)["From"].addresses[0].addr_spec == OFFICE
    assert receive(report(raw.decode(), "bob@xn--e1afmkfd.example")) == "Noted: there is no such mailbox.\n"


def test_every_mail_has_a_message_id_that_is_known_again():
    subscribe("dora@example.org", "en", "yes")
    mail = OutboxMail.objects.get(kind="confirm-subscription")
    assert receive(report(mail.message().message().as_string(), "dora@example.org")).startswith("Noted")
