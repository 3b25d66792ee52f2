"""What makes a finished page forgotten: its age, and what is published."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from core.cache import generations, page_cache
from core.cache.generations import current_generation, current_numbers, forget_pages, page_shows
from tests.core.cache.cached_site import PRIVATE, PUBLIC, body, visit


def test_page_grows_old(cache, site, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: now[0])
    assert body(cache) == "page 1"
    now[0] += 29
    assert visit(cache)[1]["Age"] == "29"
    now[0] += 2
    assert body(cache) == "page 2"


def test_a_page_that_is_read_when_its_time_is_nearly_over_is_made_anew_and_nobody_waits(cache, site, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: now[0])
    body(cache)
    now[0] += 25
    assert (body(cache), cache._soon_old.qsize()) == ("page 1", 0)
    now[0] += 1
    assert [body(cache, query="fbclid=1"), body(cache)] == ["page 1"] * 2
    assert (cache._soon_old.qsize(), site.calls) == (1, 1)
    cache.refresh_next()
    assert (site.calls, body(cache)) == (2, "page 2")
    now[0] += 29
    assert body(cache) == "page 2"


def test_a_page_that_cannot_be_made_anew_in_time_stays_while_the_site_is_broken(cache, site, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: now[0])
    body(cache)
    now[0] += 29
    assert body(cache) == "page 1"
    site.status, site.headers = "500 Internal Server Error", PRIVATE
    cache.refresh_next()
    now[0] += 2
    assert visit(cache)[::2] == ("200 OK", "page 1")


def test_a_page_that_was_changed_is_not_shown_while_it_is_made_anew_in_the_background(cache, site, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: now[0])
    body(cache)
    now[0] += 29
    body(cache)
    cache.generation = 1
    cache.refresh_next()
    assert site.calls == 1  # whoever asks next waits for it
    assert body(cache) == "page 2"


@pytest.mark.django_db
def test_publishing_makes_every_page_new(cache):
    cache.look()
    assert [body(cache), body(cache)] == ["page 1", "page 1"]
    forget_pages()
    assert body(cache) == "page 1"
    cache.look()
    assert [body(cache), body(cache)] == ["page 2", "page 2"]


@pytest.mark.django_db
def test_what_changed_is_forgotten_where_it_is_shown_and_nowhere_else(cache, site):
    site.before_answer = lambda: page_shows("responses 5") if site.seen["PATH_INFO"] == "/five" else None
    pages = ["/five", "/six"]
    cache.look()
    assert [body(cache, page) for page in pages * 2] == ["page 1", "page 2"] * 2
    forget_pages("responses 5")
    forget_pages("responses 6")
    cache.look()
    assert [body(cache, page) for page in pages * 2] == ["page 3", "page 2"] * 2
    forget_pages()
    cache.look()
    assert [body(cache, page) for page in pages] == ["page 4", "page 5"]


@pytest.mark.django_db
def test_page_made_while_what_it_shows_was_changed_is_not_kept(cache, site):
    def shows_and_changes():
        page_shows("responses 5")
        forget_pages("responses 5")
        cache.look()

    site.before_answer = shows_and_changes
    assert body(cache) == "page 1"
    site.before_answer = lambda: page_shows("responses 5")
    assert [body(cache), body(cache)] == ["page 2", "page 2"]


@pytest.mark.django_db
def test_numbers_go_with_all_pages_that_were_made_with_them(cache, site, monkeypatch):
    monkeypatch.setattr(generations, "MOST_KEYS", 3)
    site.before_answer = lambda: page_shows("a")
    forget_pages("a")
    cache.look()
    assert body(cache) == "page 1"
    before = current_generation()
    for key in "bcd":
        forget_pages(key)
    assert current_numbers() == {"": before + 1}
    forget_pages("a")  # the number that the page was made with, once more
    cache.look()
    assert body(cache) == "page 2"


def test_page_made_while_something_was_published_is_not_kept(cache, site):
    site.before_answer = lambda: setattr(cache, "generation", 7)
    assert body(cache) == "page 1"
    site.before_answer = lambda: None
    assert [body(cache), body(cache)] == ["page 2", "page 2"]


def test_page_taken_back_is_gone_even_if_the_site_breaks_afterwards(cache, site):
    body(cache)
    cache.generation, site.status = 1, "404 Not Found"
    assert visit(cache)[0] == "404 Not Found"
    site.status, site.headers = "500 Internal Server Error", PRIVATE
    assert visit(cache)[0] == "500 Internal Server Error"


@pytest.mark.parametrize("trouble", ["500 Internal Server Error", "503 Service Unavailable", RuntimeError])
def test_old_page_is_shown_while_the_site_is_broken(cache, site, trouble, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: now[0])

    def break_down():
        if trouble is RuntimeError:
            raise RuntimeError

    body(cache)
    site.before_answer, site.headers = break_down, PRIVATE
    site.status = "200 OK" if trouble is RuntimeError else trouble
    now[0] += 31
    assert [visit(cache)[::2], visit(cache)[::2]] == [("200 OK", "page 1")] * 2
    assert site.calls == 2  # asked once in two seconds only
    site.before_answer, site.status, site.headers = lambda: None, "200 OK", PUBLIC
    now[0] += 3
    assert body(cache) == "page 3"


@pytest.mark.django_db(transaction=True)
def test_without_postgres_nothing_is_known_to_be_old(cache, monkeypatch):
    def away():
        raise DatabaseError

    body(cache)
    monkeypatch.setattr(page_cache, "current_numbers", away)
    cache.look()
    assert body(cache) == "page 1"


@pytest.mark.parametrize("key", ["", "responses 5"])
@pytest.mark.django_db(transaction=True)
def test_publishers_do_not_wait_for_each_other_and_none_is_overlooked(key):
    forget_pages(key)
    before = current_generation(key)
    is_open, gate = threading.Event(), threading.Event()

    def import_for_a_long_time():
        with transaction.atomic():
            forget_pages(key)
            is_open.set()
            gate.wait(10)
        connection.close()

    importer = threading.Thread(target=import_for_a_long_time)
    importer.start()
    is_open.wait(10)
    forget_pages(key)
    assert current_generation(key) == before + 1
    gate.set()
    importer.join()
    assert current_generation(key) == before + 2


@pytest.mark.django_db(transaction=True)
def test_publication_that_is_rolled_back_forgets_nothing():
    before = current_generation()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        forget_pages()
        1 / 0  # noqa: B018
    assert current_generation() == before


@pytest.mark.django_db
def test_what_changes_very_often_in_a_block_is_forgotten_once_at_its_end():
    forget_pages()
    before = current_generation()
    with generations.forgetting_once():
        for _ in range(3):
            forget_pages()
            forget_pages("responses 5")
        assert current_generation() == before
    assert current_numbers() == {"": before + 1}
    with generations.forgetting_once():
        forget_pages("responses 5")
    assert current_numbers() == {"": before + 1, "responses 5": 1}
    with pytest.raises(ValueError, match="broken"), generations.forgetting_once():
        forget_pages()
        raise ValueError("broken")
    assert current_generation() == before + 1
