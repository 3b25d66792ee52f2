"""Before a letter leaves: a test to oneself or a colleague, to whom it goes, from whom, and what is to be mended."""

import re

import pytest
from django.utils import timezone

from campaigns.models import PetitionUpdate
from core.models import AuditEntry, OutboxMail
from newsletters import last_look
from newsletters.models import Issue
from tests.factories import make_issue, make_petition, make_subscriber

pytestmark = pytest.mark.django_db


def sending(obj) -> str:
    kind = "campaigns/petitionupdate" if isinstance(obj, PetitionUpdate) else "newsletters/issue"
    return f"/admin/{kind}/{obj.pk}/send/"


def make_update(**fields):
    petition = make_petition(title="Free the printers")
    make_subscriber(topic=petition.topic)
    told = {"petition": petition, "title": "They answered", "body": "<p>At last.</p>", "published_at": None}
    return PetitionUpdate.objects.create(**told | fields)


def test_a_test_goes_to_oneself_or_a_colleague_and_to_nobody_else(admin_client, admin_user):
    make_subscriber()
    issue = make_issue(subject="Soon", body="<p>Dear friends</p>")
    assert f'value="{admin_user.email}"' in admin_client.get(sending(issue)).text
    for address in (admin_user.email, "colleague@example.org"):
        page = admin_client.post(sending(issue), {"sample": "1", "to": address}, follow=True).text
        assert f"1 test is on its way to {address}." in page
        mail = OutboxMail.objects.latest("pk")
        assert (mail.to, mail.subject, "Dear friends" in mail.html) == (address, "Soon", True)
    assert (Issue.objects.get().queued_at, OutboxMail.objects.count()) == (None, 2)
    assert "colleague" not in str(list(AuditEntry.objects.values()))


def test_a_test_to_no_address_says_so_beside_the_box(admin_client):
    issue = make_issue()
    answer = admin_client.post(sending(issue), {"sample": "1", "to": "nobody"})
    assert (answer.status_code, OutboxMail.objects.count()) == (422, 0)
    assert "not a complete address" in answer.text


def test_nobody_floods_a_mailbox_with_tests(admin_client, monkeypatch):
    monkeypatch.setattr(last_look, "MOST_AN_HOUR", 1)
    issue = make_issue()
    for _click in range(2):
        answer = admin_client.post(sending(issue), {"sample": "1", "to": "alice@example.org"})
    assert (answer.status_code, OutboxMail.objects.count()) == (422, 1)


def test_the_last_look_says_to_whom_from_whom_and_what_is_to_be_mended(admin_client, settings):
    settings.DEFAULT_FROM_EMAIL = "Sixth Copy <letters@example.org>"
    for _reader in range(3):
        make_subscriber()
    issue = make_issue(subject="News", body='<p>Look <a href="/x/">here</a>.</p>')
    page = " ".join(re.sub(r"<[^>]*>", " ", admin_client.get(sending(issue)).text).split())
    assert "Goes to 3 people English 3 · News From Sixth Copy &lt;letters@example.org&gt;" in page
    assert "“here” does not say where it leads" in page


def test_an_update_is_a_draft_until_somebody_publishes_it(admin_client):
    form = admin_client.get("/admin/campaigns/petitionupdate/add/").context["adminform"].form
    assert form["published_at"].value() in (None, [None, None], ["", ""])
    update = make_update()
    page = admin_client.get(sending(update)).text
    assert "Publish it and send it to 1 person" in page
    admin_client.post(sending(update), {"publish": "1"})
    update.refresh_from_db()
    assert (update.is_published, update.sent_at, Issue.objects.count()) == (True, None, 0)


def test_an_update_is_tested_then_published_and_sent_at_once(admin_client):
    update = make_update()
    page = admin_client.post(sending(update), {"sample": "1", "to": "alice@example.org"})
    assert "1 test is on its way to alice@example.org." in page.text
    update.refresh_from_db()
    assert (update.published_at, OutboxMail.objects.get().subject) == (None, "They answered")
    assert "on its way to 1 person" in admin_client.post(sending(update), {"send": "1"}, follow=True).text
    update.refresh_from_db()
    assert update.is_published and update.sent_at


def test_an_update_with_a_date_ahead_waits_for_it(admin_client):
    update = make_update(published_at=timezone.now() + timezone.timedelta(days=2))
    page = admin_client.get(sending(update)).text
    assert ("From then on it can be sent." in page, "Publish it" in page) == (True, False)
    assert "Nothing was sent" in admin_client.post(sending(update), {"send": "1"}, follow=True).text
    update.refresh_from_db()
    assert not update.is_published
