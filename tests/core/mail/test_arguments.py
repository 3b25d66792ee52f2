"""Mails that the worker writes: nobody waits for a template, and what they are about may change or go meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from campaigns.models import Petition, Signature
from campaigns.signatures.signing import sign
from core import recent
from core.live_installation import is_live
from core.mail.erased_links import note, quiet_among
from core.mail.outbox import OutboxMail
from core.mail.sending import BATCH, deliver
from tests.factories import make_petition
from tests.post import Postman, smtp_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def postman(settings):
    office = Postman()
    with smtp_server(office) as port:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield office


def signed(petition, number=0, **given):
    sign(petition, name="Алиса", email=f"alice{number}@example.org", country="FR", **given)
    return OutboxMail.objects.latest("pk")


def test_a_mail_is_written_when_it_leaves_in_the_language_in_which_it_was_asked_for():
    petition = make_petition(title="Освободите печатников")
    with translation.override("fr"):
        mail = signed(petition, language="fr")
    assert "arguments" in mail.content
    Petition.objects.update(title="Freiheit für die Drucker")
    assert "Freiheit für die Drucker" in mail.subject
    assert "Ouvrez cette page" in mail.text


def test_a_mail_about_a_petition_that_is_gone_does_not_leave(postman):
    petition = make_petition()
    signed(petition)
    Signature.objects.all().delete()
    Petition.objects.all().delete()
    recent.forget_all()
    assert deliver() == 1
    assert (postman.taken, OutboxMail.objects.count()) == ([], 0)


def test_many_mails_ask_the_database_a_few_times(postman):
    petition = make_petition()
    for number in range(BATCH):
        signed(petition, number)
    assert is_live()
    with CaptureQueriesContext(connection) as queries:
        assert deliver(limit=BATCH) == BATCH
    assert len(postman.taken) == BATCH
    # Is there any? Is this the live site (two)? Which ten, who wants none, the petition, and the ten are gone.
    asked = [query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == 7


def test_one_mailbox_in_two_spellings_wants_no_mail():
    note("link", "alice@gmail.com")
    spellings = ["Alice@gmail.com", "a.lice+x@googlemail.com"]
    assert quiet_among([*spellings, "bob@example.org"]) == set(spellings)
