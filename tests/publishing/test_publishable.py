"""One date decides what the public sees, at the moment it asks."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from articles.models import Article
from campaigns.models import Petition
from core import prepared
from core.accounts.viewer import viewer
from core.models import Redirect
from publishing import publishable
from publishing.publishable import State
from tests.factories import make_article, make_person, make_petition

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch):
    """A function that moves the clock the house publishes by."""

    class Clock:
        moment = timezone.now()
        now = staticmethod(lambda: Clock.moment)

    for module in (publishable, prepared):
        monkeypatch.setattr(module, "timezone", Clock)

    def move(by):
        Clock.moment += by

    return move


def test_a_draft_a_scheduled_and_a_public_article(client):
    make_article(slug="draft", published_at=None)
    make_article(slug="scheduled", published_at=timezone.now() + HOUR)
    public = make_article(slug="public", published_at=timezone.now() - HOUR)
    assert list(Article.objects.published()) == [public]
    assert [article.is_published for article in Article.objects.order_by("slug")] == [False, True, False]
    statuses = {slug: client.get(f"/articles/{slug}/").status_code for slug in ("draft", "scheduled", "public")}
    assert statuses == {"draft": 404, "scheduled": 404, "public": 200}


STATES = {
    "draft": {"published_at": None},
    "review": {"published_at": None, "review_asked_at": timezone.now()},
    "scheduled": {"published_at": timezone.now() + HOUR, "expires_at": timezone.now() + 2 * HOUR},
    "public": {"expires_at": timezone.now() + HOUR},
    "expired": {"expires_at": timezone.now() - HOUR},
    "withdrawn": {"withdrawn_at": timezone.now(), "withdrawn_because": "It was not true."},
}


def test_everything_is_in_exactly_one_state():
    for state, fields in STATES.items():
        assert make_article(slug=state, **fields).state == state
    for state in State:
        assert [article.slug for article in Article.objects.in_state(state)] == [state]
    assert {article.slug for article in Article.objects.gone()} == {"expired", "withdrawn"}
    assert [article.slug for article in Article.objects.published()] == ["public"]


def test_an_article_vanishes_by_the_clock_alone(client, clock):
    article = make_article(expires_at=publishable.timezone.now() + HOUR)
    assert client.get(article.get_absolute_url()).status_code == 200
    clock(HOUR)
    assert not article.is_published
    assert not Article.objects.published().exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"expires_at": timezone.now() - 1000 * HOUR},
        {"withdrawn_at": timezone.now()},
        {"withdrawn_because": "No reason."},
        {"withdrawn_at": timezone.now(), "withdrawn_because": "It was not true.", "published_at": None},
    ],
)
def test_the_database_refuses_states_that_make_no_sense(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(**fields)


def test_publishing_answers_the_question_for_a_review():
    article = make_article(summary="In short.", **STATES["review"])
    article.published_at = timezone.now()
    article.save()
    assert article.review_asked_at is None


def test_the_new_address_of_a_draft_is_told_to_nobody():
    article = make_article(slug="news")
    article.published_at, article.slug = None, "operation-alice"
    article.save()
    assert Redirect.objects.count() == 0


def test_a_scheduled_article_appears_by_the_clock_alone(client, clock):
    article = make_article(slug="tomorrow", published_at=publishable.timezone.now() + HOUR)
    assert client.get("/articles/tomorrow/").status_code == 404
    clock(HOUR)
    assert client.get("/articles/tomorrow/").status_code == 200
    assert article.is_published
    clock(-2 * HOUR)
    assert client.get("/articles/tomorrow/").status_code == 404


def test_an_article_taken_back_is_gone_at_once(client):
    article = make_article()
    article.published_at = None
    article.save()
    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("make", [make_article, make_petition, make_person])
def test_a_public_page_that_moves_leaves_a_redirect(client, make):
    obj = make(slug="before")
    old = obj.get_absolute_url()
    obj.slug = "after"
    obj.save()
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, obj.get_absolute_url())
    obj.slug = "before"
    obj.save()
    assert client.get(old).status_code == 200
    assert list(Redirect.objects.values_list("old_path", "new_path")) == [(old.replace("before", "after"), old)]


@pytest.mark.parametrize("published_at", [None, timezone.now() + HOUR])
def test_what_was_never_public_moves_without_a_trace(published_at):
    article = make_article(slug="operation-alice", published_at=published_at)
    article.slug = "news"
    article.save()
    assert Redirect.objects.count() == 0


def test_saving_without_moving_remembers_nothing():
    make_article().save()
    assert Redirect.objects.count() == 0


def with_permission(django_user_model, codename=None, **fields):
    user = django_user_model.objects.create_user("bob", **{"is_staff": True, **fields})
    if codename:
        user.user_permissions.add(*Permission.objects.filter(codename__in=codename.split()))
    return user


@pytest.mark.parametrize(
    ("codename", "fields", "seen"),
    [
        ("view_article change_others_article", {}, 1),
        ("view_article", {}, 0),
        ("view_petition", {}, 0),
        (None, {}, 0),
        ("view_article change_others_article", {"is_staff": False}, 0),
        ("view_article change_others_article", {"is_active": False}, 0),
    ],
)
def test_only_staff_who_may_view_articles_see_a_draft_of_one(django_user_model, client, codename, fields, seen):
    article = make_article(title="A secret", published_at=None)
    user = with_permission(django_user_model, codename, **fields)
    assert Article.objects.visible_to(user).count() == seen
    client.force_login(user)
    answer = client.get(article.get_absolute_url())
    assert ("A secret" in answer.text, answer.status_code) == (bool(seen), 200 if seen else 404)
    assert "public" not in answer.get("Cache-Control", "")


def test_nobody_in_particular_sees_no_draft():
    make_petition(published_at=None)
    assert Petition.objects.visible_to(AnonymousUser()).count() == 0


def test_a_reader_without_a_session_is_never_asked_who_they_are():
    request = RequestFactory().get("/")  # has no session and no user: touching them would fail
    assert viewer(request) == AnonymousUser()


@pytest.mark.parametrize(("model", "slug"), [(Article, "feed"), (Petition, "confirm")])
def test_an_article_cannot_take_an_address_of_the_site_itself(model, slug):
    with pytest.raises(ValidationError, match="address of the site itself"):
        model(slug=slug).clean()


def test_what_editors_write_is_cleaned_on_saving():
    article = make_article(body="<p onclick='x()'>Read</p><script>alert(1)</script>")
    article.refresh_from_db()
    assert article.body == "<p>Read</p>"
