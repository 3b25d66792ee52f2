"""The moment at which the next page changes by the clock, and the caches that are told about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.cache import page_cache
from core.cache.cached_response import shorten
from publishing import next_due
from tests.factories import make_article, make_petition

NOW = timezone.now()


@pytest.mark.django_db
def test_the_next_moment_is_the_first_of_all_kinds():
    make_article(published_at=NOW - timedelta(days=1), expires_at=NOW + timedelta(hours=3))
    assert next_due.next_due() == NOW + timedelta(hours=3)
    make_petition(published_at=NOW + timedelta(hours=2))
    assert next_due.next_due() == NOW + timedelta(hours=2)


@pytest.mark.django_db
def test_nothing_is_due_where_nothing_changes():
    make_article()
    assert next_due.next_due() is None


@pytest.mark.parametrize(("seconds", "kept"), [(12.3, 13), (0.2, 1), (-3, 1), (400, 30)])
def test_no_page_is_kept_beyond_that_moment(seconds, kept):
    headers = [("Cache-Control", "public, max-age=0, s-maxage=30"), ("X-Other", "s-maxage=30")]
    expected = f"public, max-age=0, s-maxage={kept}"
    assert shorten(headers, seconds) == [("Cache-Control", expected), ("X-Other", "s-maxage=30")]


@pytest.mark.django_db
def test_finished_pages_are_forgotten_when_the_moment_has_come(monkeypatch):
    moments = [NOW + timedelta(hours=1), NOW + timedelta(hours=2)]
    cache = page_cache.PageCache(None, is_watching=False, next_due=lambda: moments.pop(0))
    clock = [NOW.timestamp()]
    monkeypatch.setattr(page_cache.time, "time", lambda: clock[0])
    cache.look()
    first = cache.generation
    clock[0] += 3599
    cache.look()
    assert cache.generation == first
    clock[0] += 1
    cache.look()
    assert cache.generation == first + 1
    cache.look()
    assert cache.generation == first + 1
