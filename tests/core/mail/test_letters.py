"""Letters to many: one is written, each reader gets a copy of their own, and personal mail overtakes them."""

import email
import os
import signal
import threading
from collections import Counter
from email import policy

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from core.languages import speaking
from core.mail import letters
from core.mail.outbox import OutboxMail
from core.mail.rendering import render_mail
from core.mail.sending import BATCH, deliver
from newsletters.models import Delivery, Subscriber
from newsletters.rendering import TEMPLATE, content_of, context_of
from newsletters.sending import send_off
from tests.factories import make_issue, make_subscriber
from tests.newsletters.mailing import part
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db
SHORT, LONG = "<p>Dear friends</p>", f"<p>{'Печатники = на свободе, <b>все</b> четверо. ' * 60}</p>"


def send(number=1, **fields):
    """Queue a letter to so many readers; return it."""
    for each in range(number):
        make_subscriber(email=f"reader{each}@example.org")
    issue = make_issue(**fields)
    send_off(issue)
    return issue


def copies(postman):
    return {to: email.message_from_bytes(raw, policy=policy.default) for to, raw in postman.taken}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("body", "encoding"), [(SHORT, "8bit"), (LONG, "quoted-printable")])
def test_each_copy_says_what_a_mail_of_its_own_would_and_leads_to_its_readers_way_out(
    postman, body, encoding, language, settings
):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    issue = send(3, body=body, language="en")
    Subscriber.objects.update(language=language)
    deliver()
    assert len(postman.taken) == 3
    for to, copy in copies(postman).items():
        with speaking(language):
            assert "/fr/" in reverse("newsletters:subscribe") or language == "en"
            leave = site.SITE_URL + Subscriber.objects.of(to).get().unsubscribe_path
        with translation.override("en"):
            rendered = render_mail(TEMPLATE, context_of(issue, content_of(issue), leave))
        assert (part(copy, "plain"), part(copy, "html")) == (rendered.text, rendered.html)
        assert copy["List-Unsubscribe"] == f"<{leave}>"
        assert (copy["To"], copy["Subject"]) == (to, "A letter")
        assert [each["Content-Transfer-Encoding"] for each in copy.walk()][2] == encoding
        assert [len(copy.get_all(name)) for name in ("To", "Date", "Message-ID", "From")] == [1] * 4
    for _to, raw in postman.taken:
        quoted = raw.partition(b"quoted-printable")[2]
        assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
        assert encoding == "8bit" or all(len(line) <= 76 for line in quoted.split(b"\r\n"))


def test_a_copy_that_is_sent_again_is_the_same_to_the_last_byte():
    send(2)
    first, other = (row.message().message().as_bytes() for row in OutboxMail.objects.order_by("pk"))
    assert first == OutboxMail.objects.earliest("pk").message().message().as_bytes()
    ids = {email.message_from_bytes(raw)["Message-ID"] for raw in (first, other)}
    assert len(ids) == 2


def test_the_connection_for_personal_mail_is_not_opened_for_letters(postman):
    send()
    assert (deliver(is_personal_only=True), postman.sessions) == (0, 0)


def test_the_desk_sees_how_many_copies_have_left(postman, admin_client):
    send(BATCH + 2)
    make_issue(subject="A draft")
    deliver(limit=BATCH)
    page = admin_client.get("/admin/newsletters/issue/").text
    assert f'<td class="field-copies">{BATCH} / {BATCH + 2}</td>' in page
    assert '<td class="field-copies">–</td>' in page


def test_copies_that_wait_do_not_leave_after_a_withdrawal(postman):
    issue = send(BATCH + 2)
    deliver(limit=BATCH)
    issue.refresh_from_db()
    issue.withdraw("It was not true.")
    deliver()
    assert (len(postman.taken), OutboxMail.objects.count(), Delivery.objects.count()) == (BATCH, 0, BATCH)


def test_a_letter_that_is_gone_sends_nothing(postman):
    issue = send()
    type(issue).objects.all().delete()  # past its own method
    assert deliver() == 1
    assert (postman.taken, OutboxMail.objects.count()) == ([], 0)


def test_a_reader_who_cannot_be_written_to_hinders_no_other(postman):
    make_subscriber(email="jürgen@example.org")
    postman.answers["reader1@example.org"] = "451 later"
    send(3)
    assert deliver() == 4
    assert sorted(postman.recipients) == ["reader0@example.org", "reader2@example.org"]
    assert [mail.address for mail in OutboxMail.objects.order_by("pk")] == ["jürgen@example.org", "reader1@example.org"]
    assert OutboxMail.objects.parked().get().masked_address == "j…@example.org"


@pytest.mark.parametrize("leave", ["http://testserver/x y/", "http://testserver/\nBcc:x", "http://testserver/?a=b"])
def test_a_link_that_would_have_to_be_encoded_is_refused(leave):
    send()
    row = OutboxMail.objects.get()
    row.reader = letters.Reader("alice@example.org", leave)
    with pytest.raises(ValueError, match="plain"):
        row.message()


def test_many_copies_ask_the_database_a_few_times(postman):
    send(2 * BATCH)
    deliver(limit=1)
    asked = []
    for number in (1, BATCH):
        with CaptureQueriesContext(connection) as queries:
            assert deliver(limit=number) == number
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_amid_a_letter_forgets_nobody_and_sends_few_twice(postman, start_worker):
    send(300)
    workers = {"EMAIL_URL": f"smtp://127.0.0.1:{postman.port}", "MAIL_CONNECTIONS": "3"}
    worker = start_worker(**workers)
    wait_until(lambda: len(postman.taken) > 50)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    assert OutboxMail.objects.exists()
    start_worker(**workers)
    wait_until(lambda: not OutboxMail.objects.exists())
    times = Counter(postman.recipients)
    assert len(times) == 300
    # Two connections send letters.
    assert times.total() - 300 <= 2 * BATCH


@pytest.mark.django_db(transaction=True)
def test_personal_mail_leaves_while_all_connections_for_letters_are_held_up(postman, start_worker):
    send(30)
    postman.hold = threading.Event()
    start_worker(EMAIL_URL=f"smtp://127.0.0.1:{postman.port}", MAIL_CONNECTIONS="3")
    wait_until(lambda: len(postman.taken) == 2)
    OutboxMail.objects.create(to="bob@example.org", content={"subject": "x"}, kind="confirm-signature")
    wait_until(lambda: "bob@example.org" in postman.recipients, 15)
    assert len(postman.taken) == 3
    postman.hold.set()
