"""Which addresses are one page, and what the application gets to see of a request."""

import pytest
from django.conf import settings

from tests.core.cache.cached_site import LIKE_ANYBODYS, body, visit


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


def test_a_file_is_kept_whatever_follows_its_name_and_made_for_the_one_who_asked(cache, site):
    asked = {"HTTP_USER_AGENT": "Firefox", "HTTP_REFERER": "https://a.example/"}
    assert [body(cache, "/media/a.jpg", **asked), body(cache, "/media/a.jpg", query="v=2")] == ["page 1", "page 1"]
    assert asked.items() <= site.seen.items()


def test_site_is_asked_for_the_plain_form(cache, site):
    known = {"HTTP_IF_NONE_MATCH": '"a"', "HTTP_IF_MODIFIED_SINCE": "Mon, 02 Nov 2026 01:40:11 GMT"}
    visit(cache, HTTP_ACCEPT_ENCODING="gzip, br", method="HEAD", **known)
    assert site.seen["REQUEST_METHOD"] == "GET"
    assert {"HTTP_ACCEPT_ENCODING", *known}.isdisjoint(site.seen)
