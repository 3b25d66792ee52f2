"""With BULK_MAIL_NEEDS_TWO one person asks for a letter to leave, and another lets it."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from campaigns.models import PetitionUpdate
from core.audit import AuditEntry
from core.mail.outbox import OutboxMail
from newsletters.models import Approval, Issue
from tests.factories import make_account, make_petition, make_subscriber
from tests.waiting import sessions_waiting_for_locks, wait_until

pytestmark = pytest.mark.django_db


WAITS = "letter that somebody else wants to send"


@pytest.fixture(autouse=True)
def _two(settings):
    settings.BULK_MAIL_NEEDS_TWO = True


@pytest.fixture
def people():
    found = []
    for name in ("anna", "bela"):
        client = Client()
        client.force_login(make_account("editor", username=name))
        found.append(client)
    return found


@pytest.fixture
def issue():
    make_subscriber()
    return Issue.objects.create(subject="News", body="<p>Dear friends</p>")


def send(client, issue, **fields):
    answer = client.post(f"/admin/newsletters/issue/{issue.pk}/send/", {"send": "Send"} | fields, follow=True)
    issue.refresh_from_db()
    return answer.text, issue.queued_at is not None


def test_it_leaves_when_a_second_person_presses_the_button(people, issue):
    anna, bela = people
    for _press in range(2):
        said, is_sent = send(anna, issue)
        assert ("Nothing was sent yet" in said, "You have pressed the button" in said, is_sent) == (True, True, False)
    assert WAITS in bela.get("/admin/").text
    assert WAITS not in anna.get("/admin/").text
    assert "anna wants to send it" in bela.get(f"/admin/newsletters/issue/{issue.pk}/send/").text
    assert send(bela, issue)[1]
    assert not Approval.objects.exists()
    assert AuditEntry.objects.get(action="approve-letter").detail == "asked by anna"


@pytest.mark.parametrize("change", [{"body": "<p>Other words</p>"}, {"subject": "Other"}])
def test_what_was_changed_since_is_asked_for_anew(people, issue, change):
    anna, bela = people
    send(anna, issue)
    Issue.objects.filter(pk=issue.pk).update(**change)
    assert not send(bela, issue)[1]
    assert send(anna, issue)[1]


def test_nor_are_more_readers_agreed_to(people, issue):
    anna, bela = people
    make_subscriber(email="jean@example.org", language="fr")
    send(anna, issue)
    assert not send(bela, issue, everybody="1")[1]


def test_so_it_is_with_news_of_a_petition(people):
    anna, bela = people
    petition = make_petition()
    make_subscriber(topic=petition.topic)
    update = PetitionUpdate.objects.create(petition=petition, title="A thousand", published_at=None)
    page = f"/admin/campaigns/petitionupdate/{update.pk}/send/"
    anna.post(page, {"send": "Send"})
    links = bela.get("/admin/").text.split('href="/admin/campaigns/petitionupdate/"')
    assert [WAITS in link.partition("</a>")[0] for link in links[1:]].count(True) == 1
    update.refresh_from_db()
    assert (update.sent_at, update.published_at) == (None, None)
    assert "anna wants to send it" in bela.get(page).text
    bela.post(page, {"send": "Send"})
    update.refresh_from_db()
    assert update.sent_at is not None


def test_what_two_agreed_to_is_not_corrected_while_copies_still_wait(people, issue):
    anna, bela = people
    send(anna, issue)
    send(bela, issue)
    page = f"/admin/newsletters/issue/{issue.pk}/correction/"
    other = {"subject": "News", "body": "<p>Send your money to Mallory</p>", "words": "A word."}
    other["seen"] = anna.get(page).context["form"].initial["seen"]
    answer = anna.post(page, other)
    assert (answer.status_code, "still wait to leave" in answer.text) == (422, True)
    OutboxMail.objects.all().delete()
    assert anna.post(page, other).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_words_that_change_while_the_second_person_presses_do_not_leave(people, issue):
    anna, bela = people
    send(anna, issue)
    with transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(body="<p>Other words</p>")
        pressing = threading.Thread(target=press, args=[bela, issue])
        pressing.start()
        wait_until(lambda: sessions_waiting_for_locks() == 1)
    pressing.join()
    issue.refresh_from_db()
    assert (issue.queued_at, issue.body) == (None, "<p>Other words</p>")


def press(client, issue):
    client.post(f"/admin/newsletters/issue/{issue.pk}/send/", {"send": "Send"})
    connection.close()


def test_a_letter_that_has_left_is_not_asked_about_again(people, issue):
    anna, bela = people
    send(anna, issue)
    send(bela, issue)
    assert "It was sent off before" in send(anna, issue)[0]
    assert not Approval.objects.exists()


def test_a_letter_that_was_deleted_waits_for_nobody(people, issue):
    anna, bela = people
    send(anna, issue)
    assert WAITS in bela.get("/admin/").text
    issue.delete()
    assert WAITS not in bela.get("/admin/").text


def test_without_the_setting_one_person_is_enough(people, issue, settings):
    settings.BULK_MAIL_NEEDS_TWO = False
    assert send(people[0], issue)[1]
