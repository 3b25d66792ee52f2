"""Pages that nginx answers itself: it tells of each in a datagram, and they are counted."""

import json
import socket

import pytest

from core.cache import nginx_hits
from core.cache.nginx_hits import NginxHits, let_nginx_keep, read
from core.cache.page_cache import PageCache
from tests.waiting import wait_until

HEAD = b"<190>Dec  1 01:20:14 nginx: "
HTML = "text/html; charset=utf-8"


def datagram(path="/", kind=HTML, agent="Firefox", referrer="", known="", purpose=""):
    return HEAD + json.dumps([path, kind, agent, referrer, known, purpose]).encode()


@pytest.fixture
def counted():
    return []


@pytest.fixture
def nginx(counted, monkeypatch):
    """Sends datagrams to those who count."""
    monkeypatch.setattr(nginx_hits, "ADD_UP_EVERY", 1.0)
    port = NginxHits(lambda environ, is_html, number: counted.append((environ, is_html, number))).listen("127.0.0.1", 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(("127.0.0.1", port))
        yield sender


def test_readers_are_counted_and_what_is_alike_is_counted_at_once(nginx, counted):
    for _reader in range(50):
        nginx.send(datagram("/articles/ink/", referrer="https://blog.example"))
    nginx.send(datagram("/articles/feed/", "application/rss+xml", agent=""))
    wait_until(lambda: sum(number for _environ, _is_html, number in counted) == 51)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/articles/ink/"}
    assert (environ | {"HTTP_USER_AGENT": "Firefox", "HTTP_REFERER": "https://blog.example"}, True) == counted[0][:2]
    assert counted[-1] == ({"REQUEST_METHOD": "GET", "PATH_INFO": "/articles/feed/"}, False, 1)
    assert len(counted) < 51


def test_nonsense_is_left_out_and_the_next_reader_is_counted(nginx, counted):
    for nonsense in (b"", b"x", b"7", b"[", b"[1]", b"[[]]", b"[" * 5000, b"{}", b"\xff" * 100, HEAD):
        nginx.send(nonsense)
    nginx.send(datagram("/ink/"))
    wait_until(lambda: counted)
    assert [environ["PATH_INFO"] for environ, _is_html, _number in counted] == ["/ink/"]


def test_a_path_is_read_as_the_site_reads_it():
    """Its bytes as Latin-1 (PEP 3333), in whatever script it is."""
    message = '["/articles/мир/\\u0001\\"","","","","",""]'.encode()
    assert read(message)[0]["PATH_INFO"] == '/articles/мир/\x01"'.encode().decode("latin-1")


def test_nginx_keeps_nothing_where_nobody_counts():
    cache = PageCache(None, is_watching=False)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        let_nginx_keep(cache, f"127.0.0.1:{other.getsockname()[1]}")
        assert not cache.is_kept_by_nginx
    let_nginx_keep(cache, "127.0.0.1:0")
    assert cache.is_kept_by_nginx
