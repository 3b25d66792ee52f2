"""Bob publishes while Alice writes: her half-finished words are public only when somebody has said so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from articles.models import Article
from newsletters.models import Issue
from publishing.models import Autosave
from tests.desk_forms import fields, opened
from tests.factories import (
    make_account,
    make_article,
    make_campaign,
    make_issue,
    make_petition,
    make_staff,
    make_subscriber,
)
from tests.publishing.admin.test_publishable import choose, decide
from tests.publishing.test_autosaves import report

pytestmark = pytest.mark.django_db

READY = {"summary": "In short.", "published_at": None}


def path(article, rest="change/"):
    return f"/admin/articles/article/{article.pk}/{rest}"


@pytest.fixture
def alice(client):
    client.force_login(make_staff("alice"))
    return client


@pytest.fixture
def bob():
    client = Client()
    client.force_login(make_staff("bob"))
    return client


def begin(client, article, **changed):
    """Open the form and let the browser report what is written in it; return the form."""
    form = opened(client, path(article))
    report(client, path(article, "autosave/"), form, **changed)
    return {**form, **changed}


def test_who_publishes_is_told_who_writes_and_decides(alice, bob):
    article = make_article(title="Old", **READY)
    begin(alice, article, title="Half a ti")
    page = bob.get(path(article, "publication/")).text
    at = timezone.localtime(Autosave.objects.get().written_at).strftime("%H:%M")
    assert f"alice is writing here, last at {at}, and has not saved it." in page
    asked = decide(bob, article, "publish", when="now")
    assert (asked.status_code, article.state) == (422, "draft")
    assert "Wait until it is saved" in asked.text
    ticked = {f"without_{Autosave.objects.get().user_id}": "on"}
    assert decide(bob, article, "publish", when="now", **ticked).status_code == 302
    assert (article.state, article.title) == ("public", "Old")
    assert Autosave.objects.get().title == "Half a ti"


def test_who_has_it_open_twice_is_named_once(alice, bob):
    article = make_article(title="Old", **READY)
    for title in ("Half", "Half a ti"):
        begin(alice, article, title=title)
    assert Autosave.objects.count() == 2
    assert bob.get(path(article, "publication/")).text.count("alice is writing here") == 1
    assert bob.get(path(article)).text.count("alice is editing this") == 1


def test_who_only_looks_or_has_saved_hinders_nobody(alice, bob):
    article = make_article(title="Old", **READY)
    form = begin(alice, article, title="Whole title")
    alice.post(path(article), {**form, "_serial": "2000"})
    opened(alice, path(article))
    assert decide(bob, article, "publish", when="now").status_code == 302
    assert (article.state, article.title) == ("public", "Whole title")


def test_writing_left_for_days_is_not_waited_for(alice, bob):
    article = make_article(**READY)
    begin(alice, article, title="Half")
    Autosave.objects.update(written_at=timezone.now() - timedelta(days=2))
    assert decide(bob, article, "publish", when="now").status_code == 302


def test_the_list_publishes_nothing_in_which_somebody_writes(alice, bob):
    one, other = make_article(**READY), make_article(**READY)
    begin(alice, one, title="Half")
    assert "alice is writing here" in choose(bob, "publish_now", one, other).text
    assert "Not public, for something is missing" in choose(bob, "publish_now", one, other, confirmed="1").text
    assert list(Article.objects.published()) == [other]


def test_who_saves_into_what_became_public_is_asked(alice, bob):
    article = make_article(title="Old", **READY)
    form = {**opened(alice, path(article)), "title": "Half a ti"}
    decide(bob, article, "publish", when="now")
    answer = alice.post(path(article), form)
    assert answer.status_code == 409
    assert "This became public while you were writing" in answer.text
    assert "published by bob" in answer.text
    article.refresh_from_db()
    assert article.title == "Old"
    assert Autosave.objects.get(user__username="alice").title == "Half a ti"
    again = fields(answer)
    assert again["title"] == "Half a ti"
    assert alice.post(path(article), {**again, "title": "Whole title"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Whole title"


def test_what_became_public_by_the_clock_is_asked_about_too(alice):
    article = make_article(title="Old")
    form = {**opened(alice, path(article)), "title": "Half a ti", "_standing": "scheduled"}
    answer = alice.post(path(article), form)
    assert (answer.status_code, fields(answer)["_standing"]) == (409, "public")
    assert alice.post(path(article), fields(answer)).status_code == 302


def test_an_author_whose_article_was_published_keeps_what_they_wrote(client, bob):
    ada = make_account("author")
    client.force_login(ada)
    article = make_article(title="Old", created_by=ada, **READY)
    form = {**opened(client, path(article)), "title": "Weiter geschrieben – да"}
    decide(bob, article, "publish", when="now")
    late = report(client, path(article, "autosave/"), form).json()
    assert late["newer"].startswith("You may not save this any more")
    answer = client.post(path(article), {**form, "_serial": "2000"}, follow=True)
    assert "Your words are kept" in answer.text
    assert "Weiter geschrieben – да" in answer.text
    assert "Put it into the form" not in answer.text
    article.refresh_from_db()
    assert article.title == "Old"


def test_a_letter_in_which_somebody_writes_is_not_sent_without_a_word(alice, bob):
    issue = make_issue(subject="Old", body="<p>Dear friends</p>")
    make_subscriber()
    page = f"/admin/newsletters/issue/{issue.pk}/"
    form = opened(alice, f"{page}change/")
    report(alice, f"{page}autosave/", form, subject="Half")
    assert "alice is writing here" in bob.get(f"{page}send/").text
    assert bob.post(f"{page}send/").status_code == 422
    assert Issue.objects.get().queued_at is None
    assert bob.post(f"{page}send/", {f"without_{Autosave.objects.get().user_id}": "on"}).status_code == 302
    assert Issue.objects.get().queued_at is not None


def test_a_campaign_that_is_published_with_its_petition_is_asked_about_as_well(alice, bob):
    campaign = make_campaign(title="Four printers", summary="Here.", body="<p>Here.</p>", published_at=None)
    petition = make_petition(campaign=campaign, published_at=None)
    form = f"/admin/campaigns/campaign/{campaign.pk}/"
    report(alice, f"{form}autosave/", opened(alice, f"{form}change/"), title="Half a ti")
    asked = decide(bob, petition, "publish", when="now", together="on")
    campaign.refresh_from_db()
    assert (asked.status_code, petition.state, campaign.state) == (422, "draft", "draft")
    assert escape("In “Four printers”, which is published with it: alice is writing here") in asked.text
    # Without the campaign, nobody needs to say anything about it.
    ticked = {f"without_0_{Autosave.objects.get().user_id}": "on"}
    decide(bob, petition, "publish", when="now", together="on", **ticked)
    campaign.refresh_from_db()
    assert (petition.state, campaign.state, campaign.title) == ("public", "public", "Four printers")


def test_a_campaign_that_was_saved_meanwhile_is_looked_at_again(bob):
    campaign = make_campaign(summary="Here.", body="<p>Here.</p>", published_at=None)
    petition = make_petition(campaign=campaign, published_at=None)
    page = f"/admin/campaigns/petition/{petition.pk}/publication/"
    seen = bob.get(page).text.partition('name="seen" value="')[2].partition('"')[0]
    campaign.title = "Five printers"
    campaign.save()
    answer = bob.post(page, {"act": "publish", "seen": seen, "when": "now", "together": "on"}, follow=True)
    petition.refresh_from_db()
    assert "Please look again before you decide." in answer.text
    assert petition.state == "draft"


def test_nobody_changes_the_campaign_while_it_is_published_with_its_petition(bob):
    campaign = make_campaign(summary="Here.", body="<p>Here.</p>", published_at=None)
    petition = make_petition(campaign=campaign, published_at=None)
    with CaptureQueriesContext(connection) as asked:
        decide(bob, petition, "publish", when="now", together="on")
    sql = [query["sql"] for query in asked]
    locks = [n for n, text in enumerate(sql) if 'FROM "campaigns_campaign"' in text and "FOR UPDATE" in text]
    writes = [n for n, text in enumerate(sql) if text.startswith('UPDATE "campaigns_petition"')]
    assert locks[0] < writes[0]
