"""So many copies of letters a minute go to the mailboxes of one provider; the others leave later."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from core.http.throttle import DAY, reserve
from core.mail import turns
from core.mail.outbox import OutboxMail
from core.mail.sending import deliver
from core.mail.turns import SCOPE
from newsletters.sending import send_off
from tests.factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_a_minute(settings):
    settings.LETTERS_A_MINUTE_PER_DOMAIN = 3


def send(*addresses):
    for address in addresses:
        make_subscriber(email=address)
    send_off(make_issue())


def written_to():
    return Counter(message.to[0].rpartition("@")[2] for message in mail.outbox)


def test_what_is_too_much_for_one_domain_waits_for_its_turn_and_hinders_no_other():
    send(*(f"a{number}@gmail.com" for number in range(7)), "b@example.org", "c@googlemail.com", "d@web.de")
    deliver()
    assert (written_to().total(), written_to()["example.org"], written_to()["web.de"]) == (5, 1, 1)
    waits = sorted(round((row.due_at - timezone.now()).total_seconds() / 60) for row in OutboxMail.objects.all())
    assert waits == [1, 1, 1, 2, 2]
    assert OutboxMail.objects.delayed().count() == 5
    assert deliver() == 0


def test_who_had_a_turn_does_not_ask_again():
    send(*(f"a{number}@gmail.com" for number in range(4)))
    deliver()
    row = OutboxMail.objects.get()
    OutboxMail.objects.update(created_at=row.created_at - timedelta(minutes=2), due_at=timezone.now())
    assert deliver() == 1
    assert written_to() == {"gmail.com": 4}


def test_nothing_leaves_without_a_turn(monkeypatch):
    monkeypatch.setattr(turns, "AT_ONCE", 4)
    send(*(f"a{number}@gmail.com" for number in range(9)))
    deliver()
    assert written_to() == {"gmail.com": 3}


def test_personal_mail_is_not_counted():
    for number in range(5):
        OutboxMail.objects.create(to=f"a{number}@gmail.com", content={"subject": "x"}, kind="confirm-signature")
    send("b@gmail.com")
    deliver()
    assert written_to() == {"gmail.com": 6}


def test_what_would_wait_longer_than_two_days_asks_for_its_turn_then(settings):
    settings.LETTERS_A_MINUTE_PER_DOMAIN = 1
    for _ in range(2 * DAY // 60 + 2):
        reserve(SCOPE, "gmail.com", 1, 60, now=time.time(), longest_wait=2 * DAY)
    send("a@gmail.com")
    assert deliver() == 0
    row = OutboxMail.objects.get()
    assert row.due_at > timezone.now() + timedelta(days=2)
    assert OutboxMail.objects.without_turn().get() == row


def test_nobody_who_cannot_be_written_to_stays_for_ever():
    send("jürgen@example.org")
    assert deliver() == 1
    assert OutboxMail.objects.parked().count() == 1
