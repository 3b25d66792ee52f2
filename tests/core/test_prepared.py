"""A query put together once answers as it would if put together each time."""

import threading
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404
from django.utils import timezone

from articles.models import Article
from core.prepared import Prepared, PublicObject
from tests.factories import make_account, make_article, make_person, make_photo

pytestmark = pytest.mark.django_db


def test_each_question_is_answered_with_its_own_values():
    by_slug = Prepared(lambda slug: Article.objects.published().with_names().filter(slug=slug), slug=str)
    alice, bob = (make_article(authors=[make_person(title=name)], picture=make_photo()) for name in ("Alice", "Bob"))
    for article in (alice, bob, alice):
        [found] = by_slug.ask(slug=article.slug)
        assert (found, found.picture, found.names) == (article, article.picture, article.names)
    assert by_slug.ask(slug="' OR 1=1 --") == []
    assert by_slug.ask(slug=None) == []


def test_the_clock_is_asked_each_time():
    published = Prepared(lambda: Article.objects.published())
    article = make_article(summary="Short.", published_at=timezone.now() + timedelta(days=1))
    assert published.ask() == []
    article.published_at = timezone.now()
    article.save()
    assert published.ask() == [article]
    Article.objects.update(expires_at=timezone.now())
    assert published.ask() == []


def test_numbers_and_moments_may_be_values_too():
    after = Prepared(
        lambda pk, moment: Article.objects.filter(pk__gt=pk, published_at__gt=moment).values_list("pk", flat=True),
        pk=int,
        moment=datetime,
    )
    old, new = make_article(published_at=timezone.now() - timedelta(days=9)), make_article()
    assert after.ask(pk=0, moment=old.published_at) == [new.pk]
    assert after.ask(pk=new.pk, moment=old.published_at) == []


def test_it_is_one_query(django_assert_num_queries):
    published = Prepared(lambda: Article.objects.published())
    with django_assert_num_queries(1):
        published.ask()


@pytest.mark.django_db(transaction=True)
def test_threads_ask_over_their_own_connections():
    published = Prepared(lambda: Article.objects.published())
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
    article = PublicObject(lambda: Article.objects.with_names())
    draft, shown = make_article(published_at=None), make_article()
    assert article.find(AnonymousUser(), shown.slug) == shown
    for _ in range(2):
        with pytest.raises(Http404):
            article.find(AnonymousUser(), draft.slug)
    assert article.find(make_account("editor"), draft.slug) == draft
    with pytest.raises(Http404):
        article.find(make_account(), draft.slug)
