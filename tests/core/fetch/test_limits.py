"""Hosts that take our time or fill our memory are cut off; broken ones tell nothing."""

import gzip
import threading
import time

import pytest

from core.fetch import TooLarge, Unreachable, UnreadableResponse, fetch
from tests.loopback import page, redirect, serving


def _drip(start, piece, pause=0.05):
    def answer(connection, stopped):
        connection.sendall(start)
        while not stopped.wait(pause):
            connection.sendall(piece)

    return answer


def _silent(connection, stopped):
    stopped.wait(5)


SLOW = {
    "silence": _silent,
    "header without end": _drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
    "many headers": _drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "many 100s": _drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.001),
    "body": _drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"a"),
    "chunks": _drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    "trailers": _drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", b"X: y\r\n"),
}


@pytest.mark.parametrize("slow", SLOW)
def test_slow_answers_end_with_the_deadline(allow, slow):
    with serving({"/": SLOW[slow]}) as server:
        allow(server.host_port)
        began = time.monotonic()
        with pytest.raises(Unreachable):
            fetch(server.url(), seconds=0.4)
        assert time.monotonic() - began < 0.9


def test_slow_redirects_share_one_deadline(allow):
    def slowly(connection, stopped):
        stopped.wait(0.15)
        connection.sendall(redirect("/"))

    with serving({"/": slowly}) as server:
        allow(server.host_port)
        began = time.monotonic()
        with pytest.raises(Unreachable):
            fetch(server.url(), seconds=0.4)
        assert time.monotonic() - began < 0.9
        assert len(server.requests) < 5


def test_slow_tls_ends_with_the_deadline(allow):
    with serving({"/": _silent}) as server:
        allow(server.host_port)
        began = time.monotonic()
        with pytest.raises(Unreachable):
            fetch(server.url().replace("http:", "https:"), seconds=0.4)
        assert time.monotonic() - began < 0.9


def test_a_slow_name_server_ends_with_the_deadline(allow):
    released = threading.Event()
    began = time.monotonic()
    with pytest.raises(Unreachable):
        fetch("http://example.org/", seconds=0.3, resolve=lambda host, port: released.wait(5) and [])
    assert time.monotonic() - began < 0.8
    released.set()


def test_a_body_without_end_is_cut(allow):
    endless = _drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"a" * 65536 + b"\r\n", 0)
    to_the_end = _drip(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 65536, 0)
    huge = page("", "Content-Length: 99999999").replace(b"Content-Length: 0\r\n", b"")
    exactly = page("a" * 1024 * 1024)
    with serving({"/1": endless, "/2": to_the_end, "/3": huge, "/4": exactly, "/5": page("a" * 101)}) as server:
        allow(server.host_port)
        for path in ("/1", "/2", "/3"):
            with pytest.raises(TooLarge):
                fetch(server.url(path))
        assert len(fetch(server.url("/4")).body) == 1024 * 1024
        with pytest.raises(TooLarge):
            fetch(server.url("/5"), limit=100)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "x-gzip", "identity, gzip"])
def test_compressed_answers_are_refused(allow, encoding):
    bomb = gzip.compress(b"a" * 10_000_000)
    with serving({"/": page(bomb, f"Content-Encoding: {encoding}")}) as server:
        allow(server.host_port)
        with pytest.raises(UnreadableResponse):
            fetch(server.url())


def test_another_type_is_refused_before_its_body(allow):
    video = _drip(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 900000\r\n\r\n", b"a")
    with serving({"/video": video, "/page": page("hello", content_type="text/html; charset=utf-8")}) as server:
        allow(server.host_port)
        with pytest.raises(UnreadableResponse):
            fetch(server.url("/video"), types=("text/html",))
        assert fetch(server.url("/page"), types=("text/html",)).body == b"hello"


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x00\xff" * 100,
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    ],
)
def test_broken_answers_are_no_answers_and_tell_nothing(allow, broken):
    with serving({"/": lambda connection, stopped: connection.sendall(broken)}) as server:
        allow(server.host_port)
        with pytest.raises(Unreachable) as caught:
            fetch(server.url())
    assert str(caught.value) == "The address gave no usable answer."


def test_a_closed_port_and_an_unknown_name_say_the_same(allow):
    with serving({}) as server:
        allow(server.host_port)
    messages = set()
    for url in (server.url(), "http://example.org/"):
        with pytest.raises(Unreachable) as caught:
            fetch(url, resolve=lambda host, port: [])
        messages.add(str(caught.value))
    assert messages == {"The address gave no usable answer."}
