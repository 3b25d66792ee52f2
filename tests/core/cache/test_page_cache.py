"""Finished pages in front of an application, and what makes them forgotten."""

import threading
from io import BytesIO

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from ngo_site.lib import pagecache
from ngo_site.lib.pagecache import PageCache, current_generation, forget_pages

PUBLIC = [("Content-Type", "text/html"), ("Cache-Control", "public, max-age=0, s-maxage=30")]
PRIVATE = [("Content-Type", "text/html"), ("Cache-Control", "no-store")]


class Site:
    """An application that counts how often it is asked, and answers as it is told."""

    def __init__(self):
        self.calls, self.status, self.headers, self.words = 0, "200 OK", PUBLIC, "page"
        self.before_answer = lambda: None
        self.seen = None

    def __call__(self, environ, start_response):
        self.calls += 1
        self.seen = environ
        words = self.words
        self.before_answer()
        start_response(self.status, list(self.headers))
        return [f"{words} {self.calls}".encode()]


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def cache(site):
    return PageCache(site, is_watching=False)


def visit(cache, path="/", method="GET", query="", **headers):
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "HTTP_HOST": "testserver", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), **headers,
    }  # fmt: skip
    begun = []
    body = b"".join(cache(environ, lambda status, sent, exc_info=None: begun.append((status, dict(sent)))))
    return begun[-1][0], begun[-1][1], body.decode()


def body(*args, **kwargs):
    return visit(*args, **kwargs)[2]


def test_page_is_made_once(cache, site):
    assert [body(cache), body(cache), body(cache, "/other")] == ["page 1", "page 1", "page 2"]


def test_head_is_answered_from_the_page_and_makes_it(cache, site):
    status, sent, nothing = visit(cache, method="HEAD")
    assert (status, sent["Content-Length"], nothing) == ("200 OK", "6", "")
    assert body(cache) == "page 1"


@pytest.mark.parametrize(
    "difference",
    [
        {"query": "page=2"},
        {"HTTP_HOST": "other.example"},
        {"SCRIPT_NAME": "/fr"},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_addresses_that_differ_are_different_pages(cache, difference):
    assert [body(cache), body(cache, **difference), body(cache, **difference)] == ["page 1", "page 2", "page 2"]


@pytest.mark.parametrize(
    "request_",
    [
        {"HTTP_COOKIE": f"a=b; {settings.SESSION_COOKIE_NAME}=x"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_RANGE": "bytes=0-3"},
        {"method": "POST"},
        {"method": "PUT"},
        {"query": "x" * 600},
    ],
)
def test_these_pass_straight_through_and_leave_nothing(cache, site, request_):
    assert [body(cache, **request_), body(cache, **request_)] == ["page 1", "page 2"]
    assert visit(cache, **request_)[1] == dict(PUBLIC)
    assert body(cache) == "page 4"


def test_other_cookies_change_nothing(cache):
    assert [body(cache, HTTP_COOKIE="theme=dark"), body(cache)] == ["page 1", "page 1"]


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


def test_page_grows_old(cache, site, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: now[0])
    assert body(cache) == "page 1"
    now[0] += 29
    assert visit(cache)[1]["Age"] == "29"
    now[0] += 2
    assert body(cache) == "page 2"


@pytest.mark.django_db
def test_publishing_makes_every_page_new(cache):
    cache.look()
    assert [body(cache), body(cache)] == ["page 1", "page 1"]
    forget_pages()
    assert body(cache) == "page 1"
    cache.look()
    assert [body(cache), body(cache)] == ["page 2", "page 2"]


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
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: now[0])

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
    monkeypatch.setattr(pagecache, "current_generation", away)
    cache.look()
    assert body(cache) == "page 1"


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
        visit(cache, query=f"x={number}")
        visit(cache, HTTP_HOST=f"testserver:{number}")
    assert body(cache) == "page 1"
    assert len(cache._odd_shelf) <= 300
    site.headers = PRIVATE
    for number in range(3000):
        visit(cache, f"/token/{number}")
    assert len(cache._private) <= 1001


def test_site_is_asked_for_the_plain_form(cache, site):
    known = {"HTTP_IF_NONE_MATCH": '"a"', "HTTP_IF_MODIFIED_SINCE": "Mon, 02 Nov 2026 01:40:11 GMT"}
    visit(cache, HTTP_ACCEPT_ENCODING="gzip, br", method="HEAD", **known)
    assert site.seen["REQUEST_METHOD"] == "GET"
    assert {"HTTP_ACCEPT_ENCODING", *known}.isdisjoint(site.seen)


@pytest.mark.django_db(transaction=True)
def test_publishers_do_not_wait_for_each_other_and_none_is_overlooked():
    forget_pages()
    before = current_generation()
    is_open, gate = threading.Event(), threading.Event()

    def import_for_a_long_time():
        with transaction.atomic():
            forget_pages()
            is_open.set()
            gate.wait(10)
        connection.close()

    importer = threading.Thread(target=import_for_a_long_time)
    importer.start()
    is_open.wait(10)
    forget_pages()
    assert current_generation() == before + 1
    gate.set()
    importer.join()
    assert current_generation() == before + 2


@pytest.mark.django_db(transaction=True)
def test_publication_that_is_rolled_back_forgets_nothing():
    before = current_generation()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        forget_pages()
        1 / 0  # noqa: B018
    assert current_generation() == before
