"""A public page takes a change at its time, whole or not at all."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from campaigns.models import Petition
from core.cache import generations
from core.mail.outbox import OutboxMail
from core.models import Redirect
from publishing import scheduled_changes
from publishing.models import Revision, ScheduledChange
from tests.desk_forms import editor, fields, opened, planned_for
from tests.factories import make_account, make_article, make_petition, make_tag

pytestmark = pytest.mark.django_db

# What is public is changed only by those who may publish.
MAY_CHANGE = ("change_others_article", "view_article", "change_article", "publish_article")


def path(article, rest="change/"):
    return f"/admin/articles/article/{article.pk}/{rest}"


def later(days=1) -> str:
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def plan(client, article, at=None, **changed):
    form = {**opened(client, path(article)), "_schedule": "1", **planned_for(later() if at is None else at), **changed}
    return client.post(path(article), form)


def come_due():
    ScheduledChange.objects.update(at=timezone.now())
    scheduled_changes.apply_due()


def test_a_live_article_changes_by_itself_at_the_time_set(admin_client, client):
    tag = make_tag()
    article = make_article(title="Old", slug="old", summary="Stays")
    assert plan(admin_client, article, title="New", slug="new", tags=[tag.pk], body="<p>x</p>").status_code == 302
    article.refresh_from_db()
    assert (article.title, Revision.objects.of(article).count()) == ("Old", 1)
    assert "changes by itself on" in admin_client.get(path(article)).text
    scheduled_changes.apply_due()
    assert Article.objects.get().title == "Old"
    before = generations.current_generation()
    come_due()
    article.refresh_from_db()
    assert (article.title, article.body, article.summary, list(article.tags.all())) == (
        "New",
        "<p>x</p>",
        "Stays",
        [tag],
    )
    assert client.get("/articles/old/").url == "/articles/new/"
    assert Redirect.objects.count() == 1
    last = Revision.objects.of(article).first()
    assert (last.note, last.made_by_name, last.changed) == (
        "planned change",
        "admin",
        ["title", "slug", "body", "tags"],
    )
    assert generations.current_generation() > before
    assert "changes by itself" not in admin_client.get(path(article)).text
    come_due()
    assert Revision.objects.of(article).count() == 2


def test_what_others_changed_elsewhere_stays(admin_client):
    article = make_article(title="Old")
    plan(admin_client, article, title="New")
    Article.objects.update(summary="Since")
    come_due()
    article.refresh_from_db()
    assert (article.title, article.summary) == ("New", "Since")


def parked(article):
    come_due()
    article.refresh_from_db()
    return ScheduledChange.objects.get().problem


def test_a_change_over_newer_words_waits_for_an_editor(admin_client):
    article = make_article(title="Old")
    plan(admin_client, article, title="New")
    Article.objects.update(title="Newer")
    assert parked(article) == "Somebody has changed the same words since: Title."
    assert article.title == "Newer"
    page = admin_client.get(path(article)).text
    assert "A planned change was not made." in page
    url = path(article, f"scheduled-changes/{ScheduledChange.objects.get().pk}/")
    assert "<del>Newer</del><ins>New</ins>" in admin_client.get(url).text
    assert (
        opened(admin_client, f"{path(article)}?scheduled_change={ScheduledChange.objects.get().pk}")["title"] == "New"
    )
    tiles = admin_client.get("/admin/").context["waiting"]
    assert [str(tile["label"]) for tile in tiles] == ["planned change that was not made"]
    assert "Newer" in admin_client.get(tiles[0]["url"]).text
    assert admin_client.post(url).status_code == 302
    assert not ScheduledChange.objects.exists()


def test_who_planned_it_is_told_once_when_it_could_not_be_made(client):
    carl = make_account("campaigner", email="carl@example.org")
    client.force_login(carl)
    petition = make_petition(title="Old", summary="In short.", body="<p>Text.</p>")
    change = f"/admin/campaigns/petition/{petition.pk}/change/"
    client.post(change, {**opened(client, change), "_schedule": "1", **planned_for(later()), "title": "New"})
    Petition.objects.update(title="Newer")
    come_due()
    come_due()
    letter = OutboxMail.objects.get()
    url = f"/admin/campaigns/petition/{petition.pk}/scheduled-changes/{ScheduledChange.objects.get().pk}/"
    assert (letter.to, letter.subject) == ("carl@example.org", "A planned change was not made: Newer")
    assert "Somebody has changed the same words since: Title." in letter.text
    assert f"http://testserver{url}" in letter.text
    assert client.get(url).status_code == 200
    assert [tile["count"] for tile in client.get("/admin/").context["waiting"] if tile["trouble"]] == [1]


def test_a_change_that_would_not_be_sound_waits(admin_client):
    article, tag = make_article(), make_tag()
    plan(admin_client, article, slug="taken", tags=[tag.pk])
    other = make_article(slug="taken")
    assert "already exists" in parked(article)
    other.delete()
    tag.delete()
    ScheduledChange.objects.update(parked_at=None)
    assert parked(article) == "Tags: Something chosen here is not there any more."
    assert article.slug != "taken"


def test_nobody_s_change_is_made_after_they_lost_the_right(client, django_user_model):
    article, carol = (
        make_article(title="Old"),
        editor(django_user_model, "carol", *MAY_CHANGE),
    )
    client.force_login(carol)
    plan(client, article, title="New")
    carol.user_permissions.remove(*carol.user_permissions.filter(codename="publish_article"))
    assert parked(article) == "Who planned it may not change this any more."
    assert article.title == "Old"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("", "Please set the date and the time of the planned change."),
        ("2027-03-28T", "Please write the time, too."),
        ("T09:00", "Please write the date, too."),
        ("2020-01-01T10:00", "The time of a planned change must lie ahead."),
        ("soonT", "Enter a valid date."),
        ("9999-12-31T23:59", "Please look at the year"),
        ("0001-01-01T00:00", "Please look at the year"),
    ],
)
def test_a_time_that_is_none_is_refused_and_the_form_stays_filled(admin_client, at, sentence):
    article = make_article(title="Old")
    answer = plan(admin_client, article, at=at, title="New")
    assert sentence in answer.text
    assert 'value="New"' in answer.text
    assert fields(answer).items() >= planned_for(at).items()
    assert ScheduledChange.objects.count() == 0
    article.refresh_from_db()
    assert article.title == "Old"


def test_a_plan_that_would_not_be_sound_is_not_taken(admin_client):
    answer = plan(admin_client, make_article(), title="")
    assert "This field is required" in answer.text
    assert ScheduledChange.objects.count() == 0


def test_a_time_for_later_is_set_as_on_the_sheet_with_the_zone_named(admin_client, settings):
    page = admin_client.get(path(make_article())).text
    boxes = page.partition('name="_schedule-at_1"')[2].partition("</details>")[0]
    assert f'<span class="zone">{settings.TIME_ZONE}</span>' in boxes
    assert "datetime-local" not in page


def test_a_draft_needs_no_plan(admin_client):
    assert "Save as a change for later" not in admin_client.get(path(make_article(published_at=None))).text


def test_who_may_only_look_cancels_nothing(admin_client, django_user_model):
    article, bob = make_article(title="Old"), Client()
    plan(admin_client, article, title="New")
    bob.force_login(editor(django_user_model, "bob", "view_article", "change_others_article"))
    url = path(article, f"scheduled-changes/{ScheduledChange.objects.get().pk}/")
    assert bob.get(url).status_code == 200
    assert bob.post(url).status_code == 403
    bob.force_login(editor(django_user_model, "carol", "view_page"))
    assert bob.get(url).status_code in {403, 404}
    assert ScheduledChange.objects.count() == 1
