"""Finding out where a page wants to be told: the cases of the webmention.rocks test suite, and the pingback rules."""

import pytest

from articles.mentions import endpoints, politeness
from articles.mentions.endpoints import Endpoint
from tests.loopback import page, redirect

pytestmark = pytest.mark.django_db

# After the 23 discovery tests of https://webmention.rocks: (headers, body, endpoint).
ROCKS = [
    (["Link: </e?1>; rel=webmention"], "", "/e?1"),
    (["Link: <{site}/e?2>; rel=webmention"], "", "/e?2"),
    ([], '<link rel="webmention" href="/e?3">', "/e?3"),
    ([], '<link rel="webmention" href="{site}/e?4">', "/e?4"),
    ([], '<p>Tell <a rel="webmention" href="/e?5">us</a></p>', "/e?5"),
    ([], '<p>Tell <a rel="webmention" href="{site}/e?6">us</a></p>', "/e?6"),
    (["LinK: <{site}/e?7>; rel=webmention"], "", "/e?7"),
    (['Link: <{site}/e?8>; rel="webmention"'], "", "/e?8"),
    ([], '<link rel="webmention somethingelse" href="{site}/e?9">', "/e?9"),
    (['Link: <{site}/e?10>; rel="webmention somethingelse"'], "", "/e?10"),
    (
        ["Link: </e?11>; rel=webmention"],
        '<link rel="webmention" href="/no"><a rel="webmention" href="/no">x</a>',
        "/e?11",
    ),
    ([], '<link rel="not-webmention" href="/no"><a rel="webmention" href="/e?12">x</a>', "/e?12"),
    ([], '<!-- <link rel="webmention" href="/no"> --><a rel="webmention" href="/e?13">x</a>', "/e?13"),
    ([], '<code>&lt;a rel="webmention" href="/no"&gt;</code><a rel="webmention" href="/e?14">x</a>', "/e?14"),
    ([], '<link rel="webmention" href="">', "/post"),
    ([], '<a rel="webmention" href="/e?16">x</a><link rel="webmention" href="/no">', "/e?16"),
    ([], '<link rel="webmention" href="/e?17"><a rel="webmention" href="/no">x</a>', "/e?17"),
    (["Link: </no>; rel=other", 'Link: </e?18>; rel="webmention"'], "", "/e?18"),
    (['Link: </no>; rel="other", </e?19>; rel="webmention"'], "", "/e?19"),
    ([], '<link rel="webmention"><a rel="webmention" href="/e?20">x</a>', "/e?20"),
    ([], '<link rel="webmention" href="/e?query=yes&amp;b=1">', "/e?query=yes&b=1"),
    ([], '<link rel="webmention" href="e/22">', "/e/22"),
    # Not among them
    (['Link: </no>; title="a, <b>; rel=webmention"; rel=other, </e?c,d>; REL="Webmention"'], "", "/e?c,d"),
    ([], '<template><a rel="webmention" href="/no">x</a></template><A REL=WebMention HREF=/e?up>x</A>', "/e?up"),
]


@pytest.mark.parametrize(("headers", "body", "path"), ROCKS)
def test_the_webmention_endpoint_is_found(other, headers, body, path):
    site = other.url("")
    other.answers["/post"] = page(body.replace("{site}", site), *(line.replace("{site}", site) for line in headers))
    assert endpoints.find(other.url("/post"), politeness.Visit()) == Endpoint("webmention", other.url(path))


def test_an_endpoint_is_followed_from_where_the_redirects_ended(other):
    other.answers["/post"] = redirect("/deep/page")
    other.answers["/deep/page"] = page('<link rel="webmention" href="endpoint">')
    assert endpoints.find(other.url("/post"), politeness.Visit()) == Endpoint("webmention", other.url("/deep/endpoint"))


def test_a_webmention_endpoint_comes_before_a_pingback_server(other):
    other.answers["/post"] = page('<a rel="webmention" href="/w">x</a>', f"X-Pingback: {other.url('/x')}")
    assert endpoints.find(other.url("/post"), politeness.Visit()).protocol == "webmention"


@pytest.mark.parametrize(
    ("headers", "body", "path"),
    [
        (["X-Pingback: {site}/header"], '<link rel="pingback" href="{site}/body">', "/header"),
        ([], '<link rel="pingback" href="{site}/a?b=1&amp;c=2">', "/a?b=1&c=2"),
        ([], '<link rel="pingback" href="{site}/x" />', "/x"),
    ],
)
def test_the_pingback_server_is_found(other, headers, body, path):
    site = other.url("")
    other.answers["/post"] = page(body.replace("{site}", site), *(line.replace("{site}", site) for line in headers))
    assert endpoints.find(other.url("/post"), politeness.Visit()) == Endpoint("pingback", other.url(path))


@pytest.mark.parametrize(
    "answer",
    [
        page("<p>Nothing</p>"),
        page('<link rel="webmention" href="/e">', status="404 Not Found"),
        page('<link rel="webmention" href="/e">', content_type="text/plain"),
        page('<link rel="webmention" href="mailto:alice@example.org">'),
        page("<link rel='pingback' href='http://more.lenient.example/'>"),
    ],
)
def test_a_page_that_does_not_want_to_know(other, answer):
    other.answers["/post"] = answer
    assert endpoints.find(other.url("/post"), politeness.Visit()) is None


def test_a_long_film_is_asked_for_its_headers_only(other):
    other.answers["/film"] = page(b"x" * 2_000_000, "Link: </e>; rel=webmention", content_type="video/mp4")
    assert endpoints.find(other.url("/film"), politeness.Visit()) == Endpoint("webmention", other.url("/e"))
    assert [request.split()[0] for request in other.requests] == [b"GET", b"HEAD"]


def test_a_hostile_header_costs_nothing(other):
    other.answers["/post"] = page("", "Link: <a>;" + " a" * 15_000 + " " * 15_000 + "b", "Link: " + "<" * 30_000)
    assert endpoints.find(other.url("/post"), politeness.Visit()) is None
