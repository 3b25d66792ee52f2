"""A query put together once answers as it would if put together each time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres import signals
from django.db import connection
from django.http import Http404
from django.utils import timezone

from articles.models import Article, Photo
from articles.models.article import IN_LISTS, ON_ITS_PAGE
from campaigns.models import Petition, Tally
from campaigns.petitions.models.petition import WITH_COUNT
from core.prepared import Prepared, PublicObject, among
from core.row_objects import RowObjects
from tests.factories import (
    make_account,
    make_article,
    make_campaign,
    make_person,
    make_petition,
    make_photo,
    make_series,
    make_tag,
)

pytestmark = pytest.mark.django_db


def test_each_question_is_answered_with_its_own_values():
    by_slug = Prepared(lambda slug: Article.objects.published().with_names().filter(slug=slug), ON_ITS_PAGE, slug=str)
    alice, bob = (make_article(authors=[make_person(title=name)], picture=make_photo()) for name in ("Alice", "Bob"))
    for article in (alice, bob, alice):
        [found] = by_slug.ask(slug=article.slug)
        assert (found, found.picture, found.names) == (article, article.picture, article.names)
    assert by_slug.ask(slug="' OR 1=1 --") == []
    assert by_slug.ask(slug=None) == []


def test_the_clock_is_asked_each_time():
    published = Prepared(lambda: Article.objects.published(), RowObjects())
    article = make_article(summary="Short.", published_at=timezone.now() + timedelta(days=1))
    assert published.ask() == []
    article.published_at = timezone.now()
    article.save()
    assert published.ask() == [article]
    Article.objects.update(expires_at=timezone.now())
    assert published.ask() == []


def test_the_calendar_is_asked_each_time(monkeypatch):
    """A photograph is shown as long as those on it agreed, and not for as long as a process lives."""
    shown = Prepared(lambda: Photo.objects.published(), RowObjects())
    photo = make_photo(consent=Photo.Consent.GIVEN, consent_until=timezone.localdate())
    assert shown.ask() == [photo]
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert shown.ask() == []


def test_keys_may_be_any_number():
    among_these = Prepared(lambda keys: Article.objects.filter(among("pk", keys)).values_list("pk"), keys=list)
    alice, bob, _carol = (make_article().pk for _ in range(3))
    for keys in ([alice, bob], [bob], [], [0, alice]):
        assert {key for (key,) in among_these.ask(keys=keys)} == {*keys} - {0}


def test_numbers_and_moments_may_be_values_too():
    after = Prepared(
        lambda pk, moment: Article.objects.filter(pk__gt=pk, published_at__gt=moment).values_list("pk"),
        pk=int,
        moment=datetime,
    )
    old, new = make_article(published_at=timezone.now() - timedelta(days=9)), make_article()
    assert after.ask(pk=0, moment=old.published_at) == [(new.pk,)]
    assert after.ask(pk=new.pk, moment=old.published_at) == []


def test_it_is_one_query_the_first_time_too(django_assert_num_queries):
    published = Prepared(lambda: Article.objects.published(), RowObjects())
    for _ in range(2):
        with django_assert_num_queries(1):
            published.ask()


def told(obj):
    """What an object says of itself and of those it leads to, without asking the database."""
    kept = {name: value for name, value in vars(obj).items() if not name.startswith("_")}
    related = {
        field.name: told(getattr(obj, field.name))
        for field in obj._meta.concrete_fields
        if field.is_relation and field.is_cached(obj) and getattr(obj, field.name) is not None
    }
    kept = {name: bytes(value) if isinstance(value, memoryview) else value for name, value in kept.items()}
    return {name: (type(value), str(value)) for name, value in kept.items()} | related


@pytest.mark.parametrize(
    ("queryset", "objects"),
    [
        (lambda: Article.objects.order_by("pk").with_names(), ON_ITS_PAGE),
        (lambda: Article.objects.order_by("pk").for_lists(), IN_LISTS),
        (lambda: Petition.objects.order_by("pk").for_page(), WITH_COUNT),
    ],
)
def test_objects_are_those_of_the_queryset(queryset, objects, django_assert_num_queries):
    photo = make_photo(renditions={"640": ["webp"]})
    make_article(authors=[make_person(), make_person()], picture=photo, series=make_series(), tags=[make_tag()])
    make_article()
    make_petition()
    petition = make_petition(campaign=make_campaign(picture=photo))
    Tally.objects.create(petition=petition, country="FR", count=41)
    plain = [told(obj) for obj in queryset()]
    assert len(plain) == 2
    prepared = Prepared(queryset, objects)
    for _ in range(2):
        with django_assert_num_queries(1):
            assert [told(obj) for obj in prepared.ask()] == plain


def test_what_is_left_out_is_fetched_when_it_is_asked_for():
    article = make_article(body="<p>Ink.</p>")
    [found] = Prepared(lambda: Article.objects.for_lists(), IN_LISTS).ask()
    assert found.get_deferred_fields() == {"body"}
    assert found.body == article.body


@pytest.mark.django_db(transaction=True)
def test_threads_ask_over_their_own_connections():
    published = Prepared(lambda: Article.objects.published(), RowObjects())
    article, answers = make_article(), []

    def ask():
        answers.append(published.ask())
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[article]] * 4


def test_a_draft_is_found_by_those_who_may_see_it():
    article = PublicObject(lambda: Article.objects.with_names(), ON_ITS_PAGE)
    draft, shown = make_article(published_at=None), make_article()
    assert article.find(AnonymousUser(), shown.slug) == shown
    for _ in range(2):
        with pytest.raises(Http404):
            article.find(AnonymousUser(), draft.slug)
    assert article.find(make_account("editor"), draft.slug) == draft
    with pytest.raises(Http404):
        article.find(make_account(), draft.slug)


@pytest.mark.django_db(transaction=True)
def test_the_first_readers_of_a_process_all_find_it():
    """Each thread has a connection of its own, on which Django asks for the types of its extensions first."""
    make_article(slug="press")
    for asked_once in (signals.get_hstore_oids, signals.get_citext_oids):
        asked_once.cache_clear()
    by_slug = Prepared(lambda slug: Article.objects.published().filter(slug=slug), RowObjects(), slug=str)

    def find(_number):
        try:
            return [article.slug for article in by_slug.ask(slug="press")]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(find, range(40))) == [["press"]] * 40
