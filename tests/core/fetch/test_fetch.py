"""The one door outwards: what is asked and what comes home. Its refusals and limits have files of their own."""

import ast

import pytest

from core.fetch import FetchRefused, Unreachable, fetch
from tests.loopback import CERTIFICATE, page, redirect, serving
from tests.paths import ROOT

# Certificates


def test_a_certificate_nobody_vouches_for_is_refused(allow, monkeypatch):
    with serving({"/": page("hello")}, tls=True) as server:
        allow(server.host_port, f"other.test:{server.port}")
        with pytest.raises(Unreachable):
            fetch(server.url())
        assert server.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert fetch(server.url()).body == b"hello"
        with pytest.raises(Unreachable):
            fetch(server.url(host="other.test"), resolve=lambda host, port: ["127.0.0.1"])


def test_nothing_leads_from_https_to_http(allow, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with serving({"/": page("plain")}) as plain, serving({"/": redirect(plain.url())}, tls=True) as server:
        allow(server.host_port, plain.host_port)
        with pytest.raises(FetchRefused):
            fetch(server.url())
        assert plain.requests == []


# What is asked, and what comes home


def test_the_request_says_who_asks_and_nothing_else(allow, settings, monkeypatch):
    settings.ORGANISATION = {**settings.ORGANISATION, "name": "Sixth Copy!"}
    settings.SITE_URL = "https://ours.example"
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    cookie = page("hello", "Set-Cookie: a=b", "Location: /ignored")
    with serving({"/first": redirect("/b%C3%BCcher/?q=1&r=%20#part"), "/b%C3%BCcher/?q=1&r=%20": cookie}) as server:
        allow(server.host_port)
        answer = fetch(server.url("/first"))
    assert answer.status == 200
    assert server.requests[1].split(b"\r\n") == [
        b"GET /b%C3%BCcher/?q=1&r=%20 HTTP/1.1",
        f"Host: {server.host_port}".encode(),
        b"Accept: text/html, application/xhtml+xml",
        b"Accept-Encoding: identity",
        b"User-Agent: SixthCopy/1.0 (+https://ours.example; verifying a link)",
        b"Connection: close",
        b"",
        b"",
    ]


def test_ipv6_literals_keep_their_brackets(allow):
    with serving({"/": page("six")}, address="::1") as server:
        allow(server.host_port)
        assert fetch(server.url()).body == b"six"
    assert f"Host: [::1]:{server.port}".encode() in server.requests[0]


def test_head_brings_headers_only(allow):
    with serving(
        {"/": b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\nX-Pingback: https://a.example/\r\n\r\n"}
    ) as server:
        allow(server.host_port)
        answer = fetch(server.url(), method="HEAD")
    assert (answer.body, answer.headers["X-Pingback"]) == (b"", "https://a.example/")


def test_forms_and_xml_are_posted(allow):
    with serving({"/": page("ok"), "/moved": redirect("/", "307 Temporary Redirect"), "/see": redirect("/")}) as server:
        allow(server.host_port)
        fetch(server.url("/moved"), method="POST", body={"source": "https://a.example/?x=1&y=ü", "target": "b"})
        fetch(server.url("/see"), method="POST", body=b"<methodCall/>", content_type="text/xml")
    _, again, see, shown = server.requests
    assert again.endswith(b"\r\n\r\nsource=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D%C3%BC&target=b")
    assert b"Content-Type: application/x-www-form-urlencoded\r\n" in again
    assert b"Content-Type: text/xml\r\n" in see
    assert see.endswith(b"\r\n\r\n<methodCall/>")
    assert shown.startswith(b"GET / ")
    assert b"Content-Type" not in shown


def test_other_methods_and_header_splitting_are_impossible(allow):
    with pytest.raises(ValueError, match="does not speak"):
        fetch("http://example.org/", method="PUT")
    with serving({"/": page()}) as server:
        allow(server.host_port)
        with pytest.raises(Unreachable):
            fetch(server.url(), method="POST", body=b"", content_type="a\r\nX-Evil: 1")
    assert server.requests in ([], [b"\r\n\r\n"])


def test_failures_keep_status_and_headers_and_no_body(allow):
    with serving(
        {"/": page("x" * 5_000_000, "Retry-After: 120", status="503 Busy"), "/gone": page(status="410 Gone")}
    ) as server:
        allow(server.host_port)
        answer = fetch(server.url())
        assert (answer.status, answer.headers["Retry-After"], answer.body) == (503, "120", b"")
        assert fetch(server.url("/gone")).status == 410


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        ("text/html; charset=utf-8", "wörd".encode(), "wörd"),
        ("text/html; charset=latin1", b"w\x94rd\xe9", "w”rdé"),
        ("text/html; charset=koi8-r", "слово".encode("koi8-r"), "слово"),
        ("text/html; charset=Shift_JIS", "言葉".encode("shift_jis"), "言葉"),
        ("text/html", "<meta charset='gb2312'>词".encode("gbk"), "<meta charset='gb2312'>词"),
        ("text/html", "wörd".encode(), "wörd"),
        ("text/html", b"w\xf6rd", "wörd"),
        ("text/html; charset=utf-8", "\ufeffwörd".encode("utf-16"), "\ufeffwörd"),
        ("text/html; charset=utf-8", b"w\xf6rd", "w\ufffdrd"),
        ("text/html; charset=punycode", b"a" * 1_000_000, "a" * 1_000_000),
        ("text/html; charset=zlib", b"word", "word"),
        ("text/html; charset=utf-7", b"+ADw-script+AD4-", "+ADw-script+AD4-"),
        ("nonsense; charset=\x00", b"word", "word"),
    ],
)
def test_bodies_become_text(allow, content_type, body, text):
    with serving({"/": page(body, content_type=content_type)}) as server:
        allow(server.host_port)
        assert fetch(server.url()).text() == text


# The only door

CLIENTS = {"aiohttp", "ftplib", "http.client", "httpx", "pycurl", "requests", "telnetlib", "urllib.request", "urllib3"}
CLIENTS |= {"httpcore", "niquests", "websockets", "xmlrpc.client"}


def _imports(path):
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_nothing_else_imports_an_http_client():
    apps = ["core", "publishing", "ngo_site", "newsletters", "organisation", "articles", "campaigns"]
    files = [path for app in apps for path in (ROOT / app).rglob("*.py")]
    clients = {
        str(path.relative_to(ROOT)): sorted(
            {client for name in _imports(path) for client in CLIENTS if _is(name, client)}
        )
        for path in [ROOT / "manage.py", *files]
    }
    assert {path: found for path, found in clients.items() if found} == {"core/fetch/__init__.py": ["http.client"]}


def _is(name, client):
    return name == client or name.startswith(client + ".")
