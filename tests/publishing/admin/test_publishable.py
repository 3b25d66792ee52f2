"""What editors do with anything that can be published."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from articles.models import Article
from core.audit import AuditEntry
from tests.factories import make_article
from tests.ngo_site.everything import make_everything

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"
READY = {"summary": "In short.", "published_at": None}


def choose(client, action, *objs, **more):
    chosen = {"action": action, "_selected_action": [obj.pk for obj in objs], **more}
    return client.post(LIST, chosen, follow=True)


def decide(client, obj, act, **fields):
    """Do something on the publication page as somebody who has just looked at it."""
    page = f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/publication/"
    seen = client.get(page).text.partition('name="seen" value="')[2].partition('"')[0]
    answer = client.post(page, {"act": act, "seen": seen, **fields})
    obj.refresh_from_db()
    return answer


def states(page):
    return [row.split("<")[0] for row in page.text.split('field-state">')[1:]]


@pytest.fixture
def bob(client, django_user_model):
    """Bob writes and may not publish."""
    bob = django_user_model.objects.create_user("bob", is_staff=True)
    may = ["view_article", "change_article", "add_article", "change_others_article"]
    bob.user_permissions.add(*Permission.objects.filter(codename__in=may))
    client.force_login(bob)
    return client


def test_the_list_says_what_is_draft_scheduled_and_public(admin_client):
    make_article(title="c", published_at=None)
    make_article(title="b", published_at=datetime(2999, 1, 1, tzinfo=UTC))
    make_article(title="a")
    assert states(admin_client.get(f"{LIST}?o=1")) == ["public", "scheduled", "draft"]
    assert states(admin_client.get(f"{LIST}?state=scheduled")) == ["scheduled"]


def test_several_are_published_after_a_look_at_what_is_missing(admin_client):
    ready, unready, public = make_article(**READY), make_article(published_at=None), make_article()
    page = choose(admin_client, "publish_now", ready, unready, public)
    assert "It has no summary" in page.text
    assert Article.objects.published().count() == 1
    answer = choose(admin_client, "publish_now", ready, unready, public, confirmed="1")
    assert "It is public now" in answer.text
    assert "Not public, for something is missing" in answer.text
    assert set(Article.objects.published()) == {ready, public}
    assert AuditEntry.objects.filter(action="publish").count() == 1
    choose(admin_client, "back_to_draft", ready, public)
    assert Article.objects.published().count() == 2
    choose(admin_client, "back_to_draft", ready, public, confirmed="1")
    assert Article.objects.published().count() == 0


def test_publishing_is_an_act_of_its_own(admin_client):
    article = make_article(**READY)
    assert decide(admin_client, article, "publish", when="now").status_code == 302
    assert article.state == "public"
    assert decide(admin_client, article, "withdraw", because="").status_code == 422
    assert decide(admin_client, article, "withdraw", because="It was not true.").status_code == 302
    assert (article.state, article.withdrawn_because) == ("withdrawn", "It was not true.")
    assert decide(admin_client, article, "publish", when="now").status_code == 302
    assert (article.state, article.withdrawn_because) == ("public", "")
    decide(admin_client, article, "draft")
    assert article.state == "draft"
    acts = AuditEntry.objects.exclude(action__in=["login", "change"]).order_by("pk")
    assert list(acts.values_list("action", flat=True)) == ["publish", "withdraw", "publish", "unpublish"]


def test_times_are_those_of_the_site_and_say_so(admin_client, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    timezone.activate(ZoneInfo("Europe/Berlin"))
    article = make_article(**READY)
    at = {"when": "at", "at_0": "2999-07-01", "at_1": "09:00", "until_0": "2999-07-02", "until_1": "09:00"}
    assert decide(admin_client, article, "publish", **at).status_code == 302
    assert article.published_at == datetime(2999, 7, 1, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert article.state == "scheduled"
    for page in (f"{LIST}{article.pk}/publication/", f"{LIST}{article.pk}/change/"):
        assert "09:00 Europe/Berlin" in admin_client.get(page).text
    timezone.deactivate()


@pytest.mark.parametrize(
    "dates",
    [
        {"when": "at"},
        {"when": "at", "at_0": "tomorrow", "at_1": "9"},
        {"when": "now", "until_0": "2001-01-01", "until_1": "00:00"},
        {"when": "at", "at_0": "0001-01-01", "at_1": "00:00"},
        {"when": "at", "at_0": "9999-12-31", "at_1": "23:59"},
        {"when": "now", "until_0": "9999-12-31", "until_1": "23:59"},
        {"when": "never"},
        {},
    ],
)
def test_dates_that_make_no_sense_come_back(admin_client, dates):
    article = make_article(**READY)
    assert decide(admin_client, article, "publish", **dates).status_code == 422
    assert article.state == "draft"


def test_an_unready_thing_is_neither_published_nor_scheduled(admin_client):
    article = make_article(published_at=None, body="")
    for dates in ({"when": "now"}, {"when": "at", "at_0": "2999-07-01", "at_1": "09:00"}):
        answer = decide(admin_client, article, "publish", **dates)
        assert (answer.status_code, "It cannot be public yet" in answer.text) == (422, True)
    assert article.state == "draft"


def test_nobody_publishes_what_somebody_else_has_just_changed(admin_client):
    article = make_article(**READY)
    page = f"{LIST}{article.pk}/publication/"
    answer = admin_client.post(page, {"act": "publish", "when": "now", "seen": "draft long ago"}, follow=True)
    assert "Somebody changed it meanwhile" in answer.text
    assert not Article.objects.published().exists()


def test_who_may_not_publish_asks_for_a_review(bob):
    article, public = make_article(**READY), make_article()
    page = bob.get(f"{LIST}{article.pk}/change/").text
    assert 'value="Ask for review"' in page
    assert "_publication" not in page
    for act in ("publish", "withdraw"):
        assert decide(bob, article, act, when="now", because="x").status_code == 403
    choose(bob, "publish_now", article, confirmed="1")
    assert article.state == "draft"
    assert decide(bob, article, "review").status_code == 302
    assert article.state == "review"
    assert decide(bob, article, "draft").status_code == 302
    seen = f"{public.state} {public.updated_at.isoformat()}"
    answer = bob.post(f"{LIST}{public.pk}/publication/", {"act": "draft", "seen": seen})
    assert answer.status_code == 403
    assert public.state == "public"
    fields = {"title": "Mine", "slug": public.slug, "language": "en"}
    assert bob.post(f"{LIST}{public.pk}/change/", fields).status_code == 403


def test_who_may_only_look_publishes_nothing(client, django_user_model):
    bob = django_user_model.objects.create_user("bob", is_staff=True)
    may = ["view_article", "change_others_article"]
    bob.user_permissions.add(*Permission.objects.filter(codename__in=may))
    client.force_login(bob)
    draft = make_article(**READY)
    choose(client, "publish_now", draft, confirmed="1")
    assert client.get(f"{LIST}{draft.pk}/publication/").status_code == 403
    assert client.get(f"{LIST}{draft.pk}/share/").status_code == 403
    assert Article.objects.published().count() == 0


def test_the_address_follows_the_title_only_while_the_thing_is_new(admin_client):
    assert "#id_slug" in admin_client.get(f"{LIST}add/").text
    assert "#id_slug" not in admin_client.get(f"{LIST}{make_article().pk}/change/").text


def test_every_kind_has_its_pages(admin_client):
    for obj in make_everything(published_at=None):
        desk = f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}"
        for page in ("change", "publication", "preview", "share", "history"):
            assert admin_client.get(f"{desk}/{page}/").status_code == 200, f"{desk}/{page}/"


def test_get_publishes_nothing(admin_client):
    article = make_article(**READY)
    for page in ("publication", "preview", "share"):
        admin_client.get(f"{LIST}{article.pk}/{page}/?act=publish&when=now&confirmed=1")
    article.refresh_from_db()
    assert article.state == "draft"
    assert article.updated_at < timezone.now() - timedelta(0)
