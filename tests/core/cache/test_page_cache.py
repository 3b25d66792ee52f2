"""Finished pages in front of an application: what is kept, and made by how many at once."""

import threading

import pytest
from django.conf import settings

from core.cache import page_cache
from core.http.sessions import SessionStore
from tests.core.cache.cached_site import PRIVATE, PUBLIC, body, visit


def test_page_is_made_once(cache, site):
    assert [body(cache), body(cache), body(cache, "/other")] == ["page 1", "page 1", "page 2"]


def test_head_is_answered_from_the_page_and_makes_it(cache, site):
    status, sent, nothing = visit(cache, method="HEAD")
    assert (status, sent["Content-Length"], nothing) == ("200 OK", "6", "")
    assert body(cache) == "page 1"


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST"},
        {"method": "PUT"},
        {"query": "via=" + "x" * 600},
        {"HTTP_HOST": "other.example"},
        {"HTTP_HOST": ""},
        {"path": "/" + "x" * 1100},
        {"path": "/desk/"},
        {"path": "/media/a.mp4", "HTTP_RANGE": "bytes=0-3"},
    ],
    ids=lambda request_: str(request_)[:40],
)
def test_these_pass_straight_through_and_leave_nothing(cache, site, request_):
    assert [body(cache, **request_), body(cache, **request_)] == ["page 1", "page 2"]
    assert visit(cache, **request_)[1] == dict(PUBLIC)
    assert body(cache) == "page 4"
    assert (len(cache._shelf), len(cache._odd_shelf), cache._private) == (1, 0, set())


@pytest.mark.django_db
def test_people_with_a_session_of_ours_are_answered_by_the_site_itself(cache, site):
    session = SessionStore()
    session.create()
    cookie = {"HTTP_COOKIE": f"a=b; {settings.SESSION_COOKIE_NAME}={session.session_key}"}
    assert [body(cache, **cookie), body(cache, **cookie), body(cache)] == ["page 1", "page 2", "page 3"]
    assert site.seen.get("HTTP_COOKIE") is None


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", PRIVATE),
        ("200 OK", [*PUBLIC, ("Set-Cookie", "csrf=1")]),
        ("200 OK", [*PUBLIC, ("Vary", "Cookie")]),
        ("404 Not Found", PUBLIC),
        ("302 Found", [*PUBLIC, ("Location", "/")]),
    ],
)
def test_what_is_not_for_everybody_is_never_kept(cache, site, status, headers):
    site.status, site.headers = status, headers
    assert [visit(cache)[2], visit(cache)[2]] == ["page 1", "page 2"]
    assert visit(cache)[:2] == (status, dict(headers))


def test_many_visitors_at_once_make_one_page(cache, site):
    gate, answers = threading.Event(), []
    site.before_answer = lambda: gate.wait(10)
    visitors = [threading.Thread(target=lambda: answers.append(body(cache))) for _ in range(12)]
    for visitor in visitors:
        visitor.start()
    gate.set()
    for visitor in visitors:
        visitor.join()
    assert answers == ["page 1"] * 12


def test_others_get_the_old_page_while_one_makes_the_new_one(cache, site):
    body(cache)
    cache.generation = 1
    is_asked, gate, answers = threading.Event(), threading.Event(), []
    site.before_answer = lambda: (is_asked.set(), gate.wait(10))
    first = threading.Thread(target=lambda: answers.append(body(cache)))
    first.start()
    is_asked.wait(10)
    assert body(cache) == "page 1"
    gate.set()
    first.join()
    assert answers == ["page 2"]


def test_error_in_the_making_frees_those_who_wait(cache, site):
    def stumble():
        raise ZeroDivisionError

    site.before_answer = stumble
    with pytest.raises(ZeroDivisionError):
        visit(cache)
    site.before_answer = lambda: None
    assert body(cache) == "page 2"
    assert cache._making == {}


def test_invented_addresses_do_not_push_out_real_pages(cache, site):
    body(cache)
    for number in range(2000):
        visit(cache, query=f"via={number}")
        visit(cache, query=f"x={number}", HTTP_HOST=f"testserver:{number}")
    assert (body(cache), site.calls) == ("page 1", 2001)
    assert len(cache._odd_shelf) <= 300
    site.headers = PRIVATE
    for number in range(3000):
        visit(cache, f"/token/{number}")
    assert len(cache._private) <= page_cache.MOST_PRIVATE
