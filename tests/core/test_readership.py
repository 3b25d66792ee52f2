"""How often pages are read is known; by whom is not."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from core import counters
from core import readership as module
from core.cache.page_cache import PageCache
from core.readership import DailyReferrers, DailyViews, Readership, host_of, is_reader

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def visit(path="/articles/ten-metres/", **more):
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "testserver"}
    return {**asked, "HTTP_USER_AGENT": FIREFOX, **more}


def quiet() -> Readership:
    """A counter without its thread."""
    counter = Readership()
    counter._is_writing = True
    return counter


def views():
    return dict(DailyViews.objects.values_list("path", "views"))


def hosts():
    return dict(DailyReferrers.objects.values_list("host", "views"))


def test_views_and_hosts_are_added_up_by_day():
    for counter in (quiet(), quiet()):  # two processes
        counter.count(visit())
        counter.count(visit(HTTP_REFERER="https://www.example.org/a-page?secret=1"))
        counter.flush()
    assert views() == {"/articles/ten-metres/": 4}
    assert hosts() == {"example.org": 2}
    assert set(DailyViews.objects.values_list("day", flat=True)) == {timezone.localdate()}


def test_a_path_in_another_script_is_kept_readable():
    counter = quiet()
    counter.count(visit("/articles/мир/".encode().decode("latin-1")))
    counter.flush()
    assert views() == {"/articles/мир/": 1}


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_USER_AGENT": "Googlebot/2.1"}, {"HTTP_USER_AGENT": ""}, {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"}, {"HTTP_IF_NONE_MATCH": '"abc"'},
    ],
)  # fmt: skip
def test_machines_prefetches_and_repetitions_are_not_counted(more):
    counter = quiet()
    counter.count(visit(**more))
    counter.flush()
    assert views() == {}


def test_referrers_that_are_no_other_site_are_left_out():
    words = [
        "http://testserver/",
        "https://10.0.0.1:x/",
        "javascript:alert(1)",
        "https://[::1",
        "file:///etc",
        "https://a b.org",
    ]
    own = module.settings.SITE_URL
    assert {host_of(word) for word in [*words[2:], own]} == {""}
    assert host_of("https://www.Example.ORG/path") == "example.org"
    assert is_reader(FIREFOX)


def answering(status, content_type):
    def app(environ, start_response):
        start_response(status, [("Content-Type", content_type), ("Cache-Control", "public, max-age=60")])
        return [b"x" * 10]

    return app


@pytest.mark.parametrize(
    ("status", "content_type", "method", "counted"),
    [
        ("200 OK", "text/html; charset=utf-8", "GET", 2),
        ("200 OK", "text/html; charset=utf-8", "HEAD", 0),
        ("200 OK", "application/json", "GET", 0),
        ("404 Not Found", "text/html", "GET", 0),
    ],
)
def test_the_front_counts_html_pages_that_are_there(status, content_type, method, counted):
    seen = []
    front = PageCache(answering(status, content_type), is_watching=False, count=lambda *said: seen.append(said))
    for _time in range(2):
        list(front(visit(REQUEST_METHOD=method), lambda status, headers: None))
    assert len(seen) == counted


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(counters, "MOST_KEYS", 6)
    counter = quiet()
    for number in range(10):
        counter.count(visit(f"/{number}/", HTTP_REFERER=f"https://host{number}.example/"))
    counter.flush()
    assert (len(views()), len(hosts())) == (3, 3)


def test_while_the_database_is_away_numbers_wait(monkeypatch):
    counter = quiet()
    counter.count(visit())

    def away(numbers):
        raise OperationalError("away")

    monkeypatch.setattr(connection, "close", lambda: None)
    with monkeypatch.context() as broken:
        broken.setattr(counter, "_write", away)
        counter.flush()
    counter.flush()
    assert views() == {"/articles/ten-metres/": 1}


def test_threads_lose_nothing():
    counter = quiet()
    threads = [threading.Thread(target=lambda: [counter.count(visit()) for _ in range(500)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counter.flush()
    assert views() == {"/articles/ten-metres/": 4000}


def test_old_days_are_forgotten():
    today = timezone.localdate()
    DailyViews.objects.create(path="/old/", day=today - module.KEPT_FOR - timedelta(days=1), views=1)
    DailyViews.objects.create(path="/new/", day=today, views=1)
    module.forget_old_days()
    assert views() == {"/new/": 1}


def test_tables_hold_no_more_than_numbers_by_day():
    with connection.cursor() as cursor:
        tables = ("core_dailyviews", "core_dailyreferrers")
        described = [connection.introspection.get_table_description(cursor, table) for table in tables]
    columns = {column.name for table in described for column in table}
    assert columns == {"id", "path", "host", "day", "views"}
