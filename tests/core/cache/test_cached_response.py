"""One finished page, and the shelf that keeps a bounded number of them."""

import gzip

import brotli
import pytest

from core.cache.cached_response import CachedResponse, best_encoding, is_for_everybody, lifetime
from core.cache.lru_cache import LRUCache

TEXT = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, max-age=0, s-maxage=30")]


def make_page(body=b"x" * 1000, headers=TEXT):
    return CachedResponse("200 OK", list(headers), body, made_at=0.0)


def ask(page, now=0.0, method="GET", **headers):
    begun = []
    body = b"".join(
        page.answer({"REQUEST_METHOD": method, **headers}, lambda status, sent: begun.append((status, dict(sent))), now)
    )
    ((status, sent),) = begun
    return status, sent, body


def control(value, *more):
    return [("Cache-Control", value), *more]


@pytest.mark.parametrize(
    ("status", "headers", "kept"),
    [
        ("200 OK", control("public, max-age=60"), True),
        ("200 OK", control("Public"), True),
        ("200 OK", control("public", ("Vary", "accept-encoding")), True),
        ("200 OK", control("public", ("Vary", "Accept-Encoding, Cookie")), False),
        ("200 OK", control("public", ("Vary", "*")), False),
        ("200 OK", control("public", ("Set-Cookie", "a=b")), False),
        ("200 OK", control("public", ("Content-Encoding", "br")), False),
        ("200 OK", control("public", ("Content-Length", "99999999")), False),
        ("200 OK", control("public, s-maxage=0, max-age=60"), False),
        ("200 OK", control("public, no-store"), False),
        ("200 OK", control("private, max-age=60"), False),
        ("200 OK", control("max-age=60"), False),
        ("200 OK", [], False),
        ("301 Moved Permanently", control("public, max-age=60"), False),
        ("404 Not Found", control("public, max-age=60"), False),
    ],
)
def test_what_is_for_everybody(status, headers, kept):
    assert is_for_everybody(status, headers) == kept


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("public, max-age=0, s-maxage=30", 30),
        ("public, s-maxage=5, max-age=60", 5),
        ('public, max-age="60"', 60),
        ("public", 60),
        ("public, s-maxage=0", 0),
    ],
)
def test_lifetime(value, seconds):
    assert lifetime(control(value)) == seconds


@pytest.mark.parametrize(("name", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_plain_and_compressed_are_the_same_page_under_two_names(name, unpack):
    page = make_page()
    _, plain, body = ask(page)
    _, packed, small = ask(page, HTTP_ACCEPT_ENCODING=f"deflate, {name}")
    assert unpack(small) == body == b"x" * 1000
    assert (int(plain["Content-Length"]), int(packed["Content-Length"])) == (1000, len(small))
    assert (packed["Content-Encoding"], packed["Vary"], plain["Vary"]) == (name, "Accept-Encoding", "Accept-Encoding")
    assert "Content-Encoding" not in plain
    assert plain["ETag"] != packed["ETag"]
    assert ask(page, HTTP_ACCEPT_ENCODING=name, HTTP_IF_NONE_MATCH=packed["ETag"])[0] == "304 Not Modified"


@pytest.mark.parametrize("kind", ["image/avif", "video/mp4"])
def test_what_is_compressed_already_stays(kind):
    _, sent, body = ask(make_page(headers=[("Content-Type", kind)]), HTTP_ACCEPT_ENCODING="gzip")
    assert ("Content-Encoding" not in sent, body) == (True, b"x" * 1000)


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=1.0,gzip;q=1", "br"),
        ("gzip; q=0", ""),
        ("gzip;q=0.0, br", "br"),
        ("br;q=0, gzip ; q = 0.01", "gzip"),
        ("identity", ""),
        ("xbr, x-gzip-y", ""),
        ("br;q=1.2.3, gzip;q=x, ;;, é", ""),
        ("", ""),
    ],
)
def test_visitor_says_which_form_they_take(header, form):
    assert best_encoding(header) == form


def test_same_bytes_are_not_sent_twice():
    page = make_page()
    etag = ask(page)[1]["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        status, sent, body = ask(page, HTTP_IF_NONE_MATCH=known)
        assert (status, body, sent["ETag"]) == ("304 Not Modified", b"", etag)
        assert sent["Cache-Control"] == "public, max-age=0, s-maxage=30"
        assert sent["Vary"] == "Accept-Encoding"
        assert {"Content-Length", "Content-Type"}.isdisjoint(sent)
    assert ask(page, HTTP_IF_NONE_MATCH='"other"')[0] == "200 OK"
    assert ask(page, HTTP_IF_NONE_MATCH=etag, HTTP_ACCEPT_ENCODING="gzip")[0] == "200 OK"


def test_a_date_counts_where_no_tag_is_sent():
    moment = "Mon, 02 Nov 2026 01:40:11 GMT"
    page = make_page(headers=[*control("public"), ("Last-Modified", moment)])
    assert ask(page, HTTP_IF_MODIFIED_SINCE=moment)[0] == "304 Not Modified"
    assert ask(page, HTTP_IF_MODIFIED_SINCE=moment, HTTP_IF_NONE_MATCH='"other"')[0] == "200 OK"
    # The newest entry was withdrawn: the page is older now than what the visitor has.
    assert ask(page, HTTP_IF_MODIFIED_SINCE="Tue, 03 Nov 2026 01:40:11 GMT")[0] == "200 OK"
    assert ask(make_page(), HTTP_IF_MODIFIED_SINCE=moment)[0] == "200 OK"


def test_head_has_the_headers_of_get_and_no_body():
    page = make_page()
    assert ask(page, method="HEAD") == (*ask(page)[:2], b"")


def test_age_grows():
    page = make_page()
    assert [ask(page, now)[1]["Age"] for now in (0.0, 0.9, 1.0, 29.5)] == ["0", "0", "1", "29"]


def test_nginx_is_told_until_which_second_it_may_keep_a_page_and_nobody_else_is():
    page, begun = make_page(), []
    for until in (1796088013, 1796088014, None):
        page.answer({"REQUEST_METHOD": "GET"}, lambda status, sent: begun.append(sent), 0.0, until)
    assert [sent[-1] for sent in begun[:2]] == [("X-Accel-Expires", "@1796088013"), ("X-Accel-Expires", "@1796088014")]
    stale = "stale-while-revalidate=1, stale-if-error=30"
    assert dict(begun[1])["Cache-Control"] == f"{dict(TEXT)['Cache-Control']}, {stale}"
    assert dict(begun[2]) == ask(make_page())[1]
    assert "X-Accel-Expires" not in dict(begun[2])


def test_shelf_keeps_what_is_read_within_its_bounds():
    shelf = LRUCache(most=2, heaviest=10**6)
    for key in ("a", "b"):
        shelf.put(key, make_page())
    assert shelf.get("a")
    shelf.put("c", make_page())
    assert [key for key in "abc" if shelf.get(key)] == ["a", "c"]


def test_shelf_counts_bytes_and_forgets_them():
    page = make_page()
    shelf = LRUCache(most=100, heaviest=int(page.size * 2.5))
    for key in ("a", "b", "b", "c"):
        shelf.put(key, page)
    assert (len(shelf), shelf.weight) == (2, page.size * 2)
    shelf.drop("c"), shelf.drop("b"), shelf.drop("b")
    assert (len(shelf), shelf.weight) == (0, 0)
