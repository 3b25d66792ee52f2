"""A planned change meets what was written since: merged as a save is, and who plans over another plan is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from publishing import scheduled_changes
from publishing.models import ScheduledChange
from tests.desk_forms import fields, opened, planned_for
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def path(article, rest="change/"):
    return f"/admin/articles/article/{article.pk}/{rest}"


def at(hours) -> str:
    return timezone.localtime(timezone.now() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def plan(client, article, hours=1, **changed):
    form = {**opened(client, path(article)), "_schedule": "1", **planned_for(at(hours)), **changed}
    return client.post(path(article), form)


def come_due(**chosen):
    ScheduledChange.objects.filter(applied_at=None, **chosen).update(at=timezone.now())
    scheduled_changes.apply_due()


@pytest.mark.parametrize(
    ("base", "planned", "mended", "merged"),
    [
        ("Press hard, she sayd.", "Press harder, she sayd.", "Press hard, she said.", "Press harder, she said."),
        ("يكتب بالقلم. خطأ مطبعيي.", "يكتب بقلم الرصاص. خطأ مطبعيي.", "يكتب بالقلم. خطأ مطبعي.",
         "يكتب بقلم الرصاص. خطأ مطبعي."),
        ("Пишите сильнее. Так сказалла она.", "Пишите тише. Так сказалла она.", "Пишите сильнее. Так сказала она.",
         "Пишите тише. Так сказала она."),
    ],
)  # fmt: skip
def test_a_corrected_typo_stands_beside_the_planned_words(admin_client, base, planned, mended, merged):
    article = make_article(title="Kept", body=f"<p>{base}</p>")
    plan(admin_client, article, body=f"<p>{planned}</p>")
    saved = admin_client.post(path(article), {**opened(admin_client, path(article)), "body": f"<p>{mended}</p>"})
    assert (saved.status_code, "cannot be made" in admin_client.get("/admin/").text) == (302, False)
    waiting = ScheduledChange.objects.get()
    assert opened(admin_client, f"{path(article)}?scheduled_change={waiting.pk}")["body"] == f"<p>{merged}</p>"
    come_due()
    article.refresh_from_db()
    assert article.body == f"<p>{merged}</p>"
    assert ScheduledChange.objects.get().problem == ""


def test_who_writes_over_a_planned_change_hears_of_it_at_once(admin_client):
    article = make_article(body="<p>Press hard, she said.</p>")
    plan(admin_client, article, body="<p>Press harder, she said.</p>")
    form = {**opened(admin_client, path(article)), "body": "<p>Press soft, she said.</p>"}
    page = admin_client.post(path(article), form, follow=True).text
    assert "cannot be made like this, for the same words were changed now (Text)" in page
    come_due()
    article.refresh_from_db()
    assert article.body == "<p>Press soft, she said.</p>"
    assert ScheduledChange.objects.get().problem == "Somebody has changed the same words since: Text."


def test_who_plans_over_another_plan_is_asked_and_the_later_one_stands(admin_client):
    article = make_article(title="Nine days left")
    assert plan(admin_client, article, 1, title="Eight days left").status_code == 302
    answer = plan(admin_client, article, 2, title="Seven days left")
    assert "Another change of the same is planned" in answer.text
    assert "by admin: Title" in answer.text
    assert ScheduledChange.objects.count() == 1
    again = admin_client.post(path(article), {**fields(answer), "_schedule": "1"})
    assert (again.status_code, ScheduledChange.objects.count()) == (302, 2)
    first, second = ScheduledChange.objects.order_by("at")
    come_due(pk=first.pk)
    assert Article.objects.get().title == "Eight days left"
    come_due(pk=second.pk)
    assert Article.objects.get().title == "Seven days left"
    assert not ScheduledChange.objects.parked().exists()


def test_the_later_plan_stands_whichever_was_made_first(admin_client):
    article = make_article(slug="one")
    plan(admin_client, article, 2, slug="three")
    admin_client.post(path(article), {**fields(plan(admin_client, article, 1, slug="two")), "_schedule": "1"})
    for waiting in ScheduledChange.objects.order_by("at"):
        come_due(pk=waiting.pk)
    assert Article.objects.get().slug == "three"


def test_of_two_plans_for_one_text_no_paragraph_is_lost(admin_client):
    article = make_article(body="<p>One day left.</p><p>Stay.</p>")
    plan(admin_client, article, 1, body="<p>No day left.</p><p>Stay.</p><p>News at nine.</p>")
    answer = plan(admin_client, article, 2, body="<p>It is over.</p><p>Stay.</p>")
    admin_client.post(path(article), {**fields(answer), "_schedule": "1"})
    for waiting in ScheduledChange.objects.order_by("at"):
        come_due(pk=waiting.pk)
    assert Article.objects.get().body == "<p>It is over.</p><p>Stay.</p><p>News at nine.</p>"


def test_a_plan_for_other_fields_asks_nothing(admin_client):
    article = make_article()
    plan(admin_client, article, 1, title="New title")
    assert plan(admin_client, article, 2, summary="New summary").status_code == 302


def test_a_value_that_a_person_wrote_after_the_first_plan_was_made_is_not_overwritten(admin_client):
    article = make_article(slug="one")
    plan(admin_client, article, 1, slug="two")
    admin_client.post(path(article), {**fields(plan(admin_client, article, 2, slug="three")), "_schedule": "1"})
    come_due(pk=ScheduledChange.objects.earliest("at").pk)
    Article.objects.update(slug="corrected")
    come_due()
    assert Article.objects.get().slug == "corrected"
    assert ScheduledChange.objects.parked().count() == 1
