"""No date that somebody typed is thrown away without a word, whichever choice stands beside it."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from articles.models import Article
from campaigns.models import Petition
from publishing.scheduled_changes import ScheduledChange
from tests.desk_forms import opened, planned_for
from tests.factories import make_article, make_petition
from tests.publishing.admin.test_publishable import choose, decide

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
READY = {"summary": "In short.", "published_at": None}
LATER = {"at_0": "2999-12-10", "at_1": "09:00"}


@pytest.fixture(autouse=True)
def berlin(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    timezone.activate(ZoneInfo("Europe/Berlin"))
    yield
    timezone.deactivate()


def button(page) -> str:
    found = re.search(r'value="publish"[^>]*>([^<]*)<', page.text)
    return unescape(found[1]) if found else ""


def chosen(page) -> str:
    return re.search(r'name="when" value="(\w+)" checked', page.text)[1]


def test_a_date_beside_now_is_asked_about_and_then_taken(admin_client):
    article = make_article(**READY)
    asked = decide(admin_client, article, "publish", when="now", **LATER)
    assert (asked.status_code, article.state) == (422, "draft")
    assert "Nothing is published yet" in asked.text
    assert (chosen(asked), button(asked)) == ("at", "Schedule for 10 Dec 2999, 09:00")
    assert 'value="2999-12-10"' in asked.text
    decide(admin_client, article, "publish", when="at", **LATER)
    assert (article.state, article.published_at) == ("scheduled", datetime(2999, 12, 10, 8, tzinfo=UTC))


@pytest.mark.parametrize("typed", [{"at_0": "2999-12-10"}, {"at_1": "09:00"}, {"at_0": "10.12.", "at_1": "09:00"}])
def test_half_a_date_beside_now_publishes_nothing(admin_client, typed):
    article = make_article(**READY)
    asked = decide(admin_client, article, "publish", when="now", **typed)
    assert (asked.status_code, article.state, chosen(asked)) == (422, "draft", "at")


def test_another_date_of_a_public_page_is_asked_about_and_its_own_is_not(admin_client):
    article = make_article(summary="In short.", published_at=datetime(2026, 5, 3, 8, 0, 33, 7, tzinfo=UTC))
    shown = {"at_0": "2026-05-03", "at_1": "10:00"}
    asked = decide(admin_client, article, "publish", when="now", **LATER)
    assert "“it stays public” was chosen. Nothing is changed yet" in unescape(asked.text)
    assert button(asked) == "Hide it until 10 Dec 2999, 09:00"
    until = {"until_0": "2999-01-01", "until_1": "00:00"}
    for when in ("now", "at"):
        assert decide(admin_client, article, "publish", when=when, **shown, **until).status_code == 302
        assert article.published_at == datetime(2026, 5, 3, 8, 0, 33, 7, tzinfo=UTC)
    assert article.expires_at == datetime(2998, 12, 31, 23, tzinfo=UTC)


def test_what_is_scheduled_stays_so_unless_now_is_chosen(admin_client):
    article = make_article(summary="In short.", published_at=datetime(2999, 12, 10, 8, tzinfo=UTC))
    page = admin_client.get(f"{LIST}{article.pk}/publication/")
    assert (chosen(page), button(page)) == ("at", "Schedule for 10 Dec 2999, 09:00")
    decide(admin_client, article, "publish", when="now", **LATER)
    assert article.state == "public"


def test_a_draft_again_says_which_date_is_given_up(admin_client):
    article = make_article(summary="In short.", published_at=datetime(2999, 12, 10, 8, tzinfo=UTC))
    answer = decide(admin_client, article, "draft")
    (said,) = get_messages(answer.wsgi_request)
    assert "it was to appear on 10 Dec 2999, 09:00 Europe/Berlin" in str(said)


def test_publishing_several_says_which_dates_are_given_up_and_keeps_the_others(admin_client):
    soon, end = timezone.now() + timedelta(days=1), datetime(2999, 12, 10, 8, tzinfo=UTC)
    planned = make_article(summary="In short.", published_at=soon, expires_at=end)
    began, ended = datetime(2026, 5, 1, 8, tzinfo=UTC), datetime(2026, 5, 3, 8, tzinfo=UTC)
    over = make_article(summary="In short.", published_at=began, expires_at=ended)
    page = choose(admin_client, "publish_now", planned, over)
    assert "It is to appear by itself on" in page.text
    assert "It ended on 3 May 2026, 10:00 (Europe/Berlin): that date is given up." in page.text
    choose(admin_client, "publish_now", planned, over, confirmed="1")
    planned.refresh_from_db()
    over.refresh_from_db()
    assert (planned.state, planned.expires_at) == ("public", end)
    assert (over.state, over.expires_at) == ("public", None)


def test_a_time_for_a_planned_change_is_asked_about_when_save_is_pressed(admin_client):
    article = make_article(title="Six copies", summary="In short.")
    form = f"{LIST}{article.pk}/change/"
    text = opened(admin_client, form) | {"title": "Seven copies"} | planned_for("2999-12-10T09:00")
    for name in ("_save", "_continue", "_publication"):
        asked = admin_client.post(form, text | {name: "1"})
        assert (asked.status_code, "Nothing is saved yet" in asked.text) == (200, True)
        assert 'name="_schedule-at_0" value="2999-12-10"' in asked.text
    assert Article.objects.get().title == "Six copies"
    assert admin_client.post(form, text | {"_schedule": "1"}).status_code == 302
    assert ScheduledChange.objects.get().at == datetime(2999, 12, 10, 8, tzinfo=UTC)
    assert admin_client.post(form, text | planned_for("")).status_code == 302
    assert Article.objects.get().title == "Seven copies"


def test_a_petition_that_would_close_later_is_closed_now_and_says_so(admin_client):
    petition = make_petition(closed_at=datetime(2999, 12, 10, 8, tzinfo=UTC))
    chosen = {"action": "close", "_selected_action": [petition.pk]}
    page = admin_client.post("/admin/campaigns/petition/", chosen, follow=True)
    assert "it was to close on 10 Dec 2999, 09:00 Europe/Berlin, and is closed now" in page.text
    assert Petition.objects.get().closed_at <= timezone.now()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2027-03-28", "The clocks are put forward then: there is no 02:30 on 28 March 2027."),
        ("2027-10-31", "The clocks are put back then: 02:30 comes twice on 31 October 2027."),
    ],
)
def test_an_hour_that_is_missing_or_comes_twice_gets_a_plain_sentence(admin_client, day, sentence):
    article, petition = make_article(summary="In short."), make_petition(summary="In short.")
    for field in ("at", "until"):
        typed = {"when": "at", **LATER, f"{field}_0": day, f"{field}_1": "02:30"}
        assert sentence in decide(admin_client, article, "publish", **typed).text
    form = f"/admin/campaigns/petition/{petition.pk}/change/"
    closing = opened(admin_client, form) | {"closed_at_0": day, "closed_at_1": "02:30"}
    assert sentence in admin_client.post(form, closing).text
    plan = opened(admin_client, f"{LIST}{article.pk}/change/") | {"_schedule": "1"} | planned_for(f"{day}T02:30")
    assert sentence in admin_client.post(f"{LIST}{article.pk}/change/", plan | {"title": "Another"}).text
