"""What a load balancer is told."""

import contextlib
import datetime

import pytest
from django.db import connection
from django.utils import timezone

from core.http import health
from core.jobs.worker import Worker
from core.mail.addresses import mailable
from core.mail.outbox import OutboxMail
from core.mail.sending import deliver
from core.mail.session import ServerAway
from tests.post import Postman, smtp_server
from tests.waiting import wait_until


@pytest.fixture
def _living_worker():
    worker = Worker()
    worker._be_present()
    yield
    worker._leave()


def ask(client):
    response = client.get("/readyz")
    return response.status_code, response.json()


def test_process_answers_without_a_database(client):
    # Without the mark of pytest-django any query would fail here.
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True, "process": True})
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.usefixtures("_living_worker")
def test_all_is_well(client):
    assert ask(client) == (200, {"ok": True, "database": True, "jobs": True, "mail": True, "disk": True, "live": True})


@pytest.mark.django_db(transaction=True)
def test_no_worker_lives_any_more(client):
    worker = Worker()
    worker._be_present()
    assert ask(client)[0] == 200
    worker._leave()
    _status, answer = wait_until(lambda: (found := ask(client))[0] == 503 and found)
    assert answer == {"ok": False, "database": True, "jobs": False, "mail": True, "disk": True, "live": True}


@pytest.mark.django_db
@pytest.mark.usefixtures("_living_worker")
def test_worker_that_is_silent_counts_as_none(client, monkeypatch):
    monkeypatch.setattr(health, "WORKER_SILENT_AFTER", 0)
    assert ask(client)[1]["jobs"] is False


@pytest.mark.django_db
@pytest.mark.usefixtures("_living_worker")
@pytest.mark.parametrize(
    ("values", "is_well"),
    [
        ({}, False),
        ({"parked_at": timezone.now()}, True),
        ({"is_bulk": True}, True),
        ({"due_at": timezone.now() + datetime.timedelta(days=1)}, True),  # however long the tests before it took
    ],
)
def test_mail_that_nobody_sends(client, values, is_well):
    old = timezone.now() - datetime.timedelta(minutes=16)
    OutboxMail.objects.create(to="alice@example.org", kind="x", **{"due_at": old, **values})
    assert ask(client)[1]["mail"] is is_well


@pytest.fixture
def relay(settings):
    postman = Postman()
    with smtp_server(postman) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield postman


@pytest.mark.django_db
@pytest.mark.usefixtures("_living_worker")
@pytest.mark.parametrize("refuses_all", [False, True])
def test_a_relay_that_refuses_few_mails_is_well_and_one_that_takes_nothing_is_not(client, relay, refuses_all):
    waiting_since = timezone.now() - datetime.timedelta(minutes=20)
    refused = {f"refused{number}@example.org" for number in range(5)}
    others = {f"reader{number}@пример.example" for number in range(5)}
    for address in sorted(refused) + sorted(others):
        OutboxMail.objects.create(to=address, content={"subject": "x", "text": "x"}, kind="staff", due_at=waiting_since)
        if address in refused or refuses_all:
            relay.answers[mailable(address)] = "554 5.7.1 Relay access denied"
    for _try in range(4):
        with contextlib.suppress(ServerAway):
            deliver()
        if refuses_all:
            break  # the worker waits before it tries again
    assert len(relay.recipients) == (0 if refuses_all else 5)
    OutboxMail.objects.update(created_at=waiting_since)
    assert ask(client)[1]["mail"] is not refuses_all


@pytest.mark.django_db
@pytest.mark.usefixtures("_living_worker")
def test_disk_is_full(client, monkeypatch):
    monkeypatch.setattr(health, "DISK_NEEDED", 10**18)
    assert ask(client)[1]["disk"] is False


@pytest.mark.django_db(transaction=True)
def test_database_is_away(client, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    status, answer = ask(client)
    assert (status, answer) == (503, {"ok": False, "database": False, "disk": answer["disk"]})
