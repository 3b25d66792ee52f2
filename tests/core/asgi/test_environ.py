"""A request as Django reads it, from what an ASGI server tells."""

import pytest

from core.asgi.environ import environ_of


def environ(path=b"/", headers=(), **more):
    scope = {"method": "GET", "raw_path": path, "query_string": b"", "http_version": "1.1", "scheme": "http"}
    return environ_of(scope | {"headers": headers, "server": ("127.0.0.1", 80), "client": ("192.0.2.1", 9)} | more)


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        (b"/articles/", "/articles/"),
        ("/articles/свобода/".encode(), "/articles/свобода/".encode().decode("latin-1")),
        (b"/articles/%D8%AD%D8%B1%D9%8A%D8%A9/", "/articles/حرية/".encode().decode("latin-1")),
        (b"/articles/%ff/", "/articles/\xff/"),
        (b"/a%2Fb+c/", "/a/b+c/"),
    ],
)
def test_the_path_is_the_bytes_that_were_sent(sent, path):
    assert environ(sent)["PATH_INFO"] == path


def test_headers_have_the_names_of_cgi():
    found = environ(headers=[(b"content-type", b"text/plain"), (b"content-length", b"3"), (b"x-forwarded-for", b"a")])
    assert (found["CONTENT_TYPE"], found["CONTENT_LENGTH"], found["HTTP_X_FORWARDED_FOR"]) == ("text/plain", "3", "a")


def test_a_repeated_header_is_one_list_and_cookies_are_one_header():
    found = environ(headers=[(b"accept", b"a"), (b"accept", b"b"), (b"cookie", b"a=1"), (b"cookie", b"b=2")])
    assert (found["HTTP_ACCEPT"], found["HTTP_COOKIE"]) == ("a,b", "a=1; b=2")


def test_nobody_writes_a_proxys_header_with_underscores():
    found = environ(headers=[(b"x_forwarded_for", b"evil"), (b"x-forwarded-for", b"192.0.2.7")])
    assert found["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"
    assert "HTTP_X_FORWARDED_PROTO" not in environ(headers=[(b"x_forwarded_proto", b"https")])
