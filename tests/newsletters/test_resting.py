"""A mailbox that does not exist gets no letters until it is asked for again."""

import pytest
from django.utils import timezone

from core.mail.outbox import OutboxMail
from core.mail.sending import deliver
from newsletters.models import Subscriber
from newsletters.sending import send_off
from newsletters.subscribing import subscribe
from tests.factories import make_issue, make_subscriber
from tests.newsletters.mailing import sent

pytestmark = pytest.mark.django_db


def test_a_mailbox_that_does_not_exist_gets_no_more_letters_until_it_is_asked_for_again(sink):
    sink.answers["clara@example.org"] = "550 5.1.1 <clara@example.org>: user unknown"
    for topic in ("", "petition:printers"):
        make_subscriber(email="clara@example.org", topic=topic)
    make_subscriber(email="bob@example.org")
    _send(make_issue())
    assert Subscriber.objects.reached().get().email == "bob@example.org"
    assert Subscriber.objects.by_language("") == {"en": 1}
    _send(make_issue())
    assert (sink.recipients, OutboxMail.objects.count()) == (["bob@example.org"] * 2, 1)
    subscribe("Clara@example.org", "en", "yes")
    assert Subscriber.objects.reached().filter(topic="").count() == 2


def test_a_copy_that_waits_for_its_turn_rests_too():
    clara, issue = make_subscriber(email="clara@example.org"), make_issue()
    assert send_off(issue)
    Subscriber.objects.rest(clara.email)
    assert (sent(), OutboxMail.objects.count()) == ({}, 0)


def test_the_desk_lets_letters_go_to_a_mailbox_again(admin_client):
    clara = make_subscriber(resting_since=timezone.now())
    data = {"action": "let_letters_go_again", "_selected_action": [clara.pk]}
    admin_client.post("/admin/newsletters/subscriber/", data)
    assert Subscriber.objects.reached().get() == clara


def _send(issue):
    assert send_off(issue)
    deliver()
