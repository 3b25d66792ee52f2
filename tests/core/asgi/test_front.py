"""All threads are taken: whoever sent a form finds what was typed in the answer."""

import asyncio
import threading
from urllib.parse import quote_plus

import pytest

from core.asgi import front
from core.asgi.front import Front
from core.cache.page_cache import PageCache
from tests.core.cache.cached_site import Site, cacheable

WORDS = "Печать 自由 <b>"
OURS, FOREIGN = (b"origin", b"http://testserver"), (b"origin", b"https://evil.example")


class Stuck:
    """A WSGI application that answers only when it is let go."""

    def __init__(self):
        self.is_over = threading.Event()

    def __call__(self, environ, start_response):
        self.is_over.wait(60)
        start_response("200 OK", [])
        return [b""]

    def at_once(self, environ, start_response, **how):
        return None

    def has_unchanged(self, environ):
        return False


def ask(method, body, *headers) -> tuple[int, dict, str]:
    """Let one request take the only thread, and return the answer to another."""
    stuck = Stuck()
    site = Front(stuck, 1)

    async def request(method, body, sent):
        kind = (b"content-type", b"application/x-www-form-urlencoded")
        sizes = [(b"content-length", str(len(body)).encode())] if body else []
        scope = {
            "method": method, "raw_path": b"/petitions/free/", "query_string": b"via=abcd", "http_version": "1.1",
            "scheme": "http", "headers": [(b"host", b"testserver"), kind, *sizes, *headers],
        }  # fmt: skip

        async def receive():
            return {"type": "http.request", "body": body}

        async def send(message):
            sent.append(message)

        await site(scope, receive, send)

    async def both():
        answered = []
        first = asyncio.create_task(request("GET", b"", []))
        await asyncio.sleep(0)
        await request(method, body, answered)
        stuck.is_over.set()
        await first
        return answered

    begun, content = asyncio.run(both())
    return begun["status"], dict(begun["headers"]), content["body"].decode()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(front, "PATIENCE", 0.2)


def test_what_was_typed_comes_back_to_whoever_got_no_thread():
    status, headers, page = ask("POST", f"name=Amina&comment={quote_plus(WORDS)}".encode(), OURS)
    assert (status, headers[b"retry-after"], headers[b"x-frame-options"]) == (503, b"30", b"DENY")
    assert 'action="/petitions/free/?via=abcd"' in page
    assert 'value="Печать 自由 &lt;b&gt;"' in page
    assert "what you typed stands below" in page


@pytest.mark.parametrize(("method", "headers"), [("POST", [FOREIGN]), ("POST", []), ("GET", [OURS])])
def test_others_are_asked_to_go_back(method, headers):
    status, _headers, page = ask(method, b"comment=Injected" if method == "POST" else b"", *headers)
    assert (status, "Injected" in page, "Please go back" in page) == (503, False, True)


def test_whoever_gets_the_old_page_while_a_new_one_is_made_is_one_reader(monkeypatch):
    monkeypatch.setattr(front, "PATIENCE_WITH_AN_OLD_PAGE", 0.01)
    counted, made, is_over = [], [], threading.Event()
    site = Site()
    cache = PageCache(
        site, is_watching=False, cacheable=cacheable, count=lambda environ, number: counted.append(number)
    )
    pages_first = Front(cache, 2)

    async def read():
        sent = []
        scope = {
            "method": "GET", "raw_path": b"/", "query_string": b"", "http_version": "1.1", "scheme": "http",
            "headers": [(b"host", b"testserver")],
        }  # fmt: skip

        async def send(message):
            sent.append(message)

        await pages_first(scope, None, send)
        return sent[1]["body"]

    async def all_of_them():
        pages = [await read()]
        for page in cache._shelf._pages.values():
            page.expires_at = 0.0
        site.before_answer = lambda: is_over.wait(60) and made.append("new")
        pages.append(await read())
        assert made == []
        is_over.set()
        while len(made) < 1 or cache._making:
            await asyncio.sleep(0.01)
        return [*pages, await read()]

    assert asyncio.run(all_of_them()) == [b"page 1", b"page 1", b"page 2"]
    assert counted == [1, 1, 1]
