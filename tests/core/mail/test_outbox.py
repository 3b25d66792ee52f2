"""Sending to a real SMTP server on loopback: willing, refusing, slow, and away."""

import datetime
import email
import email.policy
import os
import signal
import threading

import pytest
from django.db import connection
from django.utils import timezone

from core.mail.outbox import OutboxMail, forget_undeliverable
from core.mail.sending import BATCH, deliver
from core.mail.session import ServerAway
from tests.ports import free_port
from tests.post import Postman, smtp_server
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def make_mail(to="alice@example.org", **values):
    content = {"subject": "Hello", "text": "Dear friend\n"}
    return OutboxMail.objects.create(to=to, content=content, kind="confirm-signature", **values)


def test_mails_leave_over_one_connection_and_are_forgotten(postman):
    make_mail("alice@example.org"), make_mail("bob@example.org"), make_mail("charlie@example.org")
    assert deliver() == 3
    assert sorted(postman.recipients) == ["alice@example.org", "bob@example.org", "charlie@example.org"]
    assert postman.sessions == 1
    assert not OutboxMail.objects.exists()
    assert deliver() == 0
    assert postman.sessions == 1


@pytest.mark.parametrize(
    ("to", "recipient"),
    [
        ("info@straße.example", "info@xn--strae-oqa.example"),
        ("info@οδός.example", "info@xn--pxavk3b.example"),
        ("info@نامه\u200cای.example", "info@xn--mgba3gch31f060k.example"),
        ("info@क्\u200dष.example", "info@xn--11b2ezcw70k.example"),
        ("info@bücher.example", "info@xn--bcher-kva.example"),
        ("try..this.@docomo.example", "try..this.@docomo.example"),
        ("info@ᏣᎳᎩ.example", "info@xn--f9dt7l.example"),
    ],
)
def test_mail_goes_to_the_very_domain_that_was_typed(postman, to, recipient):
    make_mail(to)
    deliver()
    [(received_by, content)] = postman.taken
    assert (received_by, email.message_from_bytes(content)["To"]) == (recipient, recipient)


def test_what_cannot_be_written_to_is_parked_and_goes_to_nobody_else(postman):
    make_mail("jürgen@example.org")
    deliver()
    assert (postman.taken, OutboxMail.objects.parked().count()) == ([], 1)


def test_batch_is_bounded(postman):
    for number in range(5):
        make_mail(f"alice{number}@example.org")
    assert deliver(limit=3) == 3
    assert OutboxMail.objects.count() == 2


def test_recipient_refused_for_now_waits_and_others_get_theirs_once(postman):
    postman.answers["bob@example.org"] = "451 <bob@example.org> greylisted"
    make_mail("alice@example.org"), make_mail("bob@example.org"), make_mail("charlie@example.org")
    deliver()
    deliver()
    assert sorted(postman.recipients) == ["alice@example.org", "charlie@example.org"]
    bob = OutboxMail.objects.get()
    assert (bob.attempts, bob.parked_at) == (1, None)
    assert 25 < (bob.due_at - timezone.now()).total_seconds() < 95
    assert "greylisted" in bob.error
    assert "bob@" not in bob.error


def test_recipient_refused_for_good_is_parked_until_an_editor_says_so(postman):
    postman.answers["bob@example.org"] = "550 no such user"
    bob = make_mail("bob@example.org")
    deliver()
    assert OutboxMail.objects.parked().get().masked_address == "b…@example.org"
    postman.answers.clear()
    assert deliver() == 0
    bob.try_again()
    assert deliver() == 1
    assert postman.recipients == ["bob@example.org"]


@pytest.mark.parametrize("answer", ["554 5.7.1 Relay access denied", "554 Relay access denied", "550 5.1.8 bad sender"])
def test_relay_that_takes_nothing_from_us_parks_nothing(postman, answer):
    people = [f"alice{number}@example.org" for number in range(6)]
    postman.answers = dict.fromkeys(people, answer)
    for address in people:
        make_mail(address)
    with pytest.raises(ServerAway):
        deliver()
    assert sorted(OutboxMail.objects.values_list("attempts", "parked_at")) == [(0, None)] * 3 + [(1, None)] * 3
    postman.answers.clear()
    assert deliver() == 3
    OutboxMail.objects.update(due_at=timezone.now())
    assert deliver() == 3
    assert sorted(postman.recipients) == people


@pytest.mark.parametrize("number", [3, BATCH, BATCH + 2])
def test_relay_that_takes_nothing_more_is_noticed_wherever_it_begins(postman, number):
    people = [f"alice{place:02}@example.org" for place in range(number)]
    postman.answers = dict.fromkeys(people[-3:], "554 5.7.1 Relay access denied")
    for address in people:
        make_mail(address)
    with pytest.raises(ServerAway):
        deliver()
    assert postman.recipients == people[:-3]


def test_content_refused_by_the_rules_of_our_server_waits(postman):
    postman.answers["DATA"] = "550 5.7.1 account suspended"
    make_mail("alice@example.org"), make_mail("bob@example.org")
    deliver()
    assert [(mail.attempts, mail.parked_at) for mail in OutboxMail.objects.all()] == [(1, None)] * 2


@pytest.mark.parametrize(
    ("answer", "is_parked"), [("554 this is spam", True), ("452 disk full", False), ("421 closing", False)]
)
def test_content_refused(postman, answer, is_parked):
    postman.answers["DATA"] = answer
    make_mail("alice@example.org"), make_mail("bob@example.org")
    assert deliver() == 2
    assert [mail.parked_at is not None for mail in OutboxMail.objects.all()] == [is_parked] * 2


def test_server_away_touches_no_mail_and_nothing_is_lost(postman, settings):
    make_mail()
    settings.EMAIL_PORT = 9  # discard; nobody listens
    with pytest.raises(ServerAway):
        deliver()
    assert OutboxMail.objects.get().attempts == 0
    settings.EMAIL_PORT = postman.port
    assert deliver() == 1


def test_server_without_the_encryption_we_ask_for_gets_nothing(postman, settings):
    settings.EMAIL_USE_TLS = True
    make_mail()
    with pytest.raises(ServerAway):
        deliver()
    assert (postman.taken, OutboxMail.objects.count()) == ([], 1)


def test_mail_that_cannot_be_written_harms_no_other(postman):
    make_mail("alice@example.org", headers={"X-Bad": "line\nbreak"}), make_mail("bob@example.org")
    assert deliver() == 2
    assert postman.recipients == ["bob@example.org"]
    assert "BadHeaderError" in OutboxMail.objects.parked().get().error


def test_after_three_days_it_is_given_up_and_after_a_month_forgotten(postman):
    postman.answers["bob@example.org"] = "451 later"
    bob = make_mail("bob@example.org", created_at=timezone.now() - datetime.timedelta(days=3, minutes=1))
    deliver()
    assert OutboxMail.objects.parked().get() == bob
    forget_undeliverable()
    assert OutboxMail.objects.exists()
    OutboxMail.objects.update(parked_at=timezone.now() - datetime.timedelta(days=31))
    forget_undeliverable()
    assert not OutboxMail.objects.exists()


def test_two_at_once_send_each_mail_once(postman):
    for number in range(40):
        make_mail(f"alice{number}@example.org")

    def work():
        deliver()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(postman.taken) == len(set(postman.recipients)) == 40


def test_worker_killed_before_it_knows_that_the_mail_was_taken_sends_that_one_twice_and_forgets_none(
    postman, start_worker
):
    for number, name in enumerate(["alice", "bob", "charlie"], start=1):
        make_mail(f"{name}@example.org", headers={"Message-ID": f"<{number}@testserver>"})
    postman.hold = threading.Event()
    url = f"smtp://127.0.0.1:{postman.port}"
    worker = start_worker(EMAIL_URL=url)
    wait_until(lambda: len(postman.taken) == 1)
    os.kill(worker.pid, signal.SIGKILL)
    postman.hold.set()
    assert OutboxMail.objects.count() == 3
    postman.hold = None
    start_worker(EMAIL_URL=url)
    wait_until(lambda: not OutboxMail.objects.exists())
    assert sorted(postman.recipients) == [
        "alice@example.org",
        "alice@example.org",
        "bob@example.org",
        "charlie@example.org",
    ]
    first, second = (content for address, content in postman.taken if address == "alice@example.org")
    assert first.count(b"Message-ID: <1@testserver>") == second.count(b"Message-ID: <1@testserver>") == 1


def test_worker_finds_the_server_again_after_it_was_away(start_worker):
    port = free_port()
    later = Postman()
    make_mail()
    worker = start_worker(EMAIL_URL=f"smtp://127.0.0.1:{port}")
    line = wait_until(lambda: next((line for line in worker.stderr if "again in" in line), None))
    assert "alice" not in line
    with smtp_server(later, port):
        wait_until(lambda: later.recipients == ["alice@example.org"])


@pytest.mark.parametrize(
    "subject", ["подпишите" * 12, "Подтвердите вашу подпись за печатников", "請" * 60, "Ink & more", "é"]
)
def test_the_subject_begins_on_its_first_line(subject):
    row = OutboxMail(to="alice@example.org", content={"subject": subject, "text": "Hello\n"})
    raw = row.message().message().as_bytes()
    first = next(line for line in raw.splitlines() if line.startswith(b"Subject:"))
    assert len(first) > len("Subject: ")
    assert all(len(line) <= 78 for line in raw.splitlines())
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] == subject


@pytest.mark.parametrize("name", ["List-Unsubscribe", "List-Id", "Message-ID"])
def test_a_header_with_a_long_word_begins_on_its_first_line(postman, name):
    value = f"<https://{'a-long-name.' * 12}example.org/newsletter/unsubscribe/{'k' * 80}/>"
    make_mail(headers={name: value})
    deliver()
    [(_to, content)] = postman.taken
    assert f"{name}: {value}\r\n".encode() in content


def test_a_subject_cannot_smuggle_in_a_header():
    with pytest.raises(ValueError, match="newlines"):
        OutboxMail(to="alice@example.org", content={"subject": "Hello\nBcc: x@evil.example"}).message().message()
