"""One sheet to publish on: what it will do, and a reason where something may wait."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils.html import escape

from core.audit import Action, AuditEntry
from publishing.models import Revision
from publishing.reviews import ReviewNote
from tests.factories import make_account, make_article, make_campaign, make_petition, make_photo, make_staff
from tests.publishing.admin.test_publishable import decide

pytestmark = pytest.mark.django_db


def sheet(client, obj):
    return client.get(f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/publication/").text


def test_with_a_reason_it_is_published_and_the_reason_is_kept(admin_client):
    article = make_article(published_at=None, summary="In short.", body="<h4>Low</h4><p>Here.</p>")
    assert "Why it is published nevertheless" in sheet(admin_client, article)
    refused = decide(admin_client, article, "publish", when="now", reason=" ")
    assert (refused.status_code, article.state) == (422, "draft")
    reason = "The court decides at noon; the summary follows."
    decide(admin_client, article, "publish", when="now", reason=reason)
    assert article.state == "public"
    assert AuditEntry.objects.get(action=Action.PUBLISH).detail == reason
    assert reason in ReviewNote.objects.of(article).get().text
    assert reason in Revision.objects.of(article).first().note
    # What is public already is not asked for a reason again.
    assert "Why it is published nevertheless" not in sheet(admin_client, article)


def test_without_a_text_no_reason_helps(admin_client):
    article = make_article(published_at=None, summary="", body="")
    page = sheet(admin_client, article)
    assert "First mend what is missing above." in page
    assert "Why it is published nevertheless" not in page
    decide(admin_client, article, "publish", when="now", reason="In a hurry")
    assert article.state == "draft"


def test_it_says_who_is_told_and_what_it_replaces(admin_client, settings):
    settings.WEBSUB_HUB = "https://hub.example/"
    author = make_staff("amina", email="amina@example.org")
    make_article(title="The older one")
    links = '<p><a href="https://a.example/">One</a> <a href="https://b.example/">Two</a></p>'
    article = make_article(published_at=None, summary="In short.", body=links, created_by=author)
    page = sheet(admin_client, article)
    assert "the hub is told" in page
    assert "2 pages elsewhere that it links to are told" in page
    assert escape("before “The older one”") in page
    assert "A mail tells those who wrote it: amina." in page
    make_petition(title="The one that leads")
    petition = make_petition(published_at=None, summary="In short.")
    assert escape("in the place of “The one that leads”") in sheet(admin_client, petition)
    article.publish()
    assert "It is the first article" not in sheet(admin_client, article)


def test_a_summary_that_nobody_wrote_is_the_beginning_of_the_text(admin_client):
    body = "<p>Press hard, she said. Six copies at a time.</p><p>" + "And so on. " * 40 + "</p>"
    article = make_article(published_at=None, summary="", body=body)
    assert "Its summary is the beginning of its text" in sheet(admin_client, article)
    article.refresh_from_db()
    assert article.summary == ""
    decide(admin_client, article, "publish", when="now")
    assert article.summary.startswith("Press hard, she said. Six copies at a time. And so on.")
    assert article.summary.endswith("And so on.")
    assert len(article.summary) <= 200


def test_a_petition_takes_its_campaign_along_unless_somebody_says_no(admin_client):
    campaign = make_campaign(published_at=None, body="<p>Here.</p>", title="Four printers")
    petition = make_petition(published_at=None, campaign=campaign)
    assert escape("Publish “Four printers”, too") in sheet(admin_client, petition)
    decide(admin_client, petition, "publish", when="now")
    campaign.refresh_from_db()
    assert (petition.state, campaign.state) == ("public", "draft")
    petition.back_to_draft()
    decide(admin_client, petition, "publish", when="now", together="on")
    campaign.refresh_from_db()
    assert (petition.state, campaign.state, campaign.summary) == ("public", "public", "Here.")
    unready = make_campaign(published_at=None, body="", title="Empty")
    assert "too: it is a draft" not in sheet(admin_client, make_petition(published_at=None, campaign=unready))


def test_who_may_not_change_it_neither_sends_it_around_nor_reads_its_review(client):
    photo, dave = make_photo(published_at=None), make_account("author", username="dave")
    make_account("editor", username="clara", email="clara@example.org")
    photo.created_by = make_account("author", username="erin")
    photo.save()
    client.force_login(dave)
    path = f"/admin/articles/photo/{photo.pk}/publication/"
    kind = ContentType.objects.get_for_model(photo)
    ReviewNote.objects.create(content_type=kind, object_id=photo.pk, action="ask", text="Her face must not be seen.")
    page = client.get(path)
    assert "Her face must not be seen." not in page.text
    seen = re.search(r'name="seen" value="([^"]+)"', page.text) if page.status_code == 200 else None
    answer = client.post(path, {"act": "review", "seen": seen[1] if seen else "", "whom": ""})
    assert answer.status_code == 403
    photo.refresh_from_db()
    assert photo.review_asked_at is None
