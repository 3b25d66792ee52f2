"""Finished pages in front of an application, and what makes them forgotten."""

import threading
from io import BytesIO

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from core.cache import page_cache
from core.cache.page_cache import PageCache, current_generation, forget_pages
from core.http.cacheable import FILE, Cacheable
from core.http.sessions import SessionStore

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
        text = self.words
        self.before_answer()
        start_response(self.status, list(self.headers))
        return [f"{text} {self.calls}".encode()]


@pytest.fixture
def site():
    return Site()


def cacheable(path):
    """A site with files, a desk, and pages that know two parameters."""
    if path.startswith("/desk/"):
        return None
    return FILE if path.startswith("/media/") else Cacheable(frozenset({"page", "via"}))


@pytest.fixture
def cache(site):
    return PageCache(site, is_watching=False, cacheable=cacheable)


def visit(cache, path="/", method="GET", query="", **headers):
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "HTTP_HOST": "testserver", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), **headers,
    }  # fmt: skip
    begun = []
    body = b"".join(cache(environ, lambda status, sent, exc_info=None: begun.append((status, dict(sent)))))
    return begun[-1][0], begun[-1][1], body.decode("utf-8", "replace")


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
        {"SCRIPT_NAME": "/fr"},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_addresses_that_differ_are_different_pages(cache, difference):
    assert [body(cache), body(cache, **difference), body(cache, **difference)] == ["page 1", "page 2", "page 2"]


# Real ones: what Facebook, Google, Mailchimp, Matomo, Instagram, Microsoft, HubSpot and newsletters add to a link.
TRACKING = (
    "fbclid=IwAR0x9fQz-3n&utm_source=facebook&utm_medium=social&utm_campaign=spring&gclid=Cj0KCQ&gbraid=1&mc_cid=9a"
    "&mc_eid=UNIQID&mtm_campaign=x&igshid=MzRl&msclkid=1&_hsenc=p2AN&ref=t.co&amp;replytocom=7"
)
LIKE_ANYBODYS = [
    {"query": TRACKING},
    {"query": "fbclid=" + "x" * 5000},
    {"query": "&=&"},
    {"query": "%70age=2"},
    {"query": "a&" * 200 + "page=2"},
    {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=x"},
    {"HTTP_COOKIE": f"a=b; {settings.SESSION_COOKIE_NAME}={'0' * 40}; PHPSESSID=1; wordpress_logged_in_1=x"},
    {"HTTP_COOKIE": "csrf=x; django_language=fr; matomo_sessid=1"},
    {"HTTP_AUTHORIZATION": "Basic x"},
    {"HTTP_RANGE": "bytes=0-3"},
    {"HTTP_ACCEPT_LANGUAGE": "fr"},
    {"HTTP_HOST": "testserver:8123"},
    {"HTTP_CACHE_CONTROL": "no-cache", "HTTP_PRAGMA": "no-cache"},
]


@pytest.mark.parametrize("more", LIKE_ANYBODYS, ids=lambda more: str(more)[:40])
def test_what_a_page_does_not_know_leads_to_the_page_that_everybody_gets(cache, site, more):
    assert [body(cache, **more), body(cache), body(cache, **more)] == ["page 1"] * 3
    assert visit(cache, **more)[0] == "200 OK"
    assert site.calls == 1


def test_nothing_is_on_a_page_but_what_its_address_says(cache, site):
    headers = {"HTTP_COOKIE": "a=b", "HTTP_AUTHORIZATION": "x", "HTTP_RANGE": "bytes=0-3", "HTTP_REFERER": "https://a/"}
    visit(
        cache, "/x", query="via=qr&fbclid=1&page=2", **headers, HTTP_X_FORWARDED_HOST="evil", HTTP_HOST="testserver:1"
    )
    host = settings.SITE_URL.partition("://")[2]
    assert {name: value for name, value in site.seen.items() if name.startswith("HTTP_")} == {"HTTP_HOST": host}
    assert site.seen["QUERY_STRING"] == "page=2&via=qr"


def test_known_parameters_are_one_page_in_any_order_and_among_any_others(cache, site):
    queries = [
        "page=2&via=qr",
        "via=qr&page=2",
        "page=1&page=2&via=qr",
        "fbclid=1&via=qr&gclid=2&page=2",
        "via=q%72&page=2",
    ]
    assert {body(cache, query=query) for query in queries} == {"page 1"}
    assert body(cache, query="via=qr&page=3") == "page 2"


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


def test_a_file_is_kept_whatever_follows_its_name_and_made_for_the_one_who_asked(cache, site):
    asked = {"HTTP_USER_AGENT": "Firefox", "HTTP_REFERER": "https://a.example/"}
    assert [body(cache, "/media/a.jpg", **asked), body(cache, "/media/a.jpg", query="v=2")] == ["page 1", "page 1"]
    assert asked.items() <= site.seen.items()


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
    monkeypatch.setattr(page_cache.time, "monotonic", lambda: now[0])
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
    monkeypatch.setattr(page_cache, "current_generation", away)
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
        visit(cache, query=f"via={number}")
        visit(cache, query=f"x={number}", HTTP_HOST=f"testserver:{number}")
    assert (body(cache), site.calls) == ("page 1", 2001)
    assert len(cache._odd_shelf) <= 300
    site.headers = PRIVATE
    for number in range(3000):
        visit(cache, f"/token/{number}")
    assert len(cache._private) <= page_cache.MOST_PRIVATE


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
