"""Pausing, closing, handing over, answering: a button in the panel and one question each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.audit import AuditEntry
from publishing.models import Revision
from tests.factories import make_account, make_petition

pytestmark = pytest.mark.django_db


def offered(client, petition):
    return [step.name for step in client.get(f"/admin/campaigns/petition/{petition.pk}/change/").context["phase_steps"]]


def step(client, petition, name, **fields):
    answer = client.post(f"/admin/campaigns/petition/{petition.pk}/step/{name}/", fields, follow=True)
    petition.refresh_from_db()
    return answer


def test_from_the_first_signature_to_the_victory(admin_client):
    petition = make_petition()
    assert offered(admin_client, petition) == ["pause", "close", "deliver", "answered", "won", "lost"]
    for name, phase in (
        ("pause", "paused"),
        ("continue", "open"),
        ("close", "closed"),
        ("reopen", "open"),
    ):
        assert admin_client.get(f"/admin/campaigns/petition/{petition.pk}/step/{name}/").status_code == 200
        step(admin_client, petition, name)
        assert petition.phase == phase
    for name, phase in (("deliver", "delivered"), ("answered", "answered"), ("won", "won")):
        step(admin_client, petition, name, at_0="2026-03-01", at_1="09:00")
        assert petition.phase == phase
    assert (petition.delivered_at, petition.outcome) == (petition.answered_at, "won")
    assert offered(admin_client, petition) == ["undo"]
    step(admin_client, petition, "undo")
    assert (petition.phase, petition.decided_at, petition.outcome) == ("answered", None, "")


def test_what_was_done_is_kept(admin_client):
    petition = make_petition()
    assert "It is paused: nobody can sign now." in step(admin_client, petition, "pause").text
    assert Revision.objects.of(petition).first().note == "Pause"
    assert AuditEntry.objects.filter(object_id=petition.pk, detail="Pause").count() == 1


def test_a_day_ahead_is_refused_and_a_second_press_changes_nothing(admin_client):
    petition = make_petition()
    later = timezone.now() + timedelta(days=2)
    refused = step(admin_client, petition, "deliver", at_0=f"{later:%Y-%m-%d}", at_1="09:00")
    assert (refused.status_code, petition.delivered_at) == (422, None)
    assert "That lies ahead" in refused.text
    step(admin_client, petition, "close")
    closed_at = petition.closed_at
    assert "Somebody changed it meanwhile" in step(admin_client, petition, "close").text
    assert petition.closed_at == closed_at


def test_a_translation_goes_the_way_of_its_original(admin_client):
    original = make_petition()
    french = make_petition(language="fr", translation_of=original)
    step(admin_client, french, "pause")
    original.refresh_from_db()
    assert original.phase == french.phase == "paused"


def test_what_cannot_open_again_says_why(admin_client):
    long_since = timezone.now() - timedelta(days=900)
    petition = make_petition(closed_at=long_since, salt=None)
    answer = step(admin_client, petition, "reopen")
    assert "It closed too long ago to open again" in answer.text
    assert petition.closed_at == long_since


def test_drafts_have_no_steps_and_strangers_take_none(client, admin_client):
    assert offered(admin_client, make_petition(published_at=None)) == []
    petition = make_petition()
    client.force_login(make_account(username="bob"))
    assert client.get(f"/admin/campaigns/petition/{petition.pk}/step/pause/").status_code == 403
    assert step(client, petition, "pause").status_code == 403
    assert petition.paused_at is None
    assert admin_client.get(f"/admin/campaigns/petition/{petition.pk}/step/dance/").status_code == 404


def test_five_pairs_of_dates_are_one_that_is_planned(admin_client):
    page = admin_client.get(f"/admin/campaigns/petition/{make_petition().pk}/change/").text
    assert page.count('type="date"') == 2  # the other is of a change that is kept for later
    assert 'name="closed_at_0"' in page
