"""Finished pages in front of Django: an anonymous GET is the same bytes for everybody, so it is made once.

Publishing raises a number in Postgres, in its own transaction. Every process looks at that number once a second, so
all processes and hosts show the new page within a second: no broker, no purge requests, no list of keys to keep.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection, models
from django.db.models import Sum

from .pages import LARGEST_PAGE, Page, Shelf, is_for_everybody, shorten

logger = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds between looks at the generation
STALE_FOR = 24 * 3600.0  # seconds for which an old page is better than an error page
NEXT_TRY = 2.0  # seconds after a failure until the page is asked for again
PATIENCE = 10.0  # seconds to wait for somebody else who makes the same page
LONGEST_QUERY = 500  # characters


class Generation(models.Model):
    """The number of publications so far is the sum over the rows; there are as many rows as ever published at once."""

    number = models.BigIntegerField(default=1)

    def __str__(self):
        return str(self.number)


def forget_pages() -> None:
    """Let every process forget its finished pages within a second after the caller's transaction has committed.

    It takes a row that no other transaction holds, so publishers never wait for each other, however long an
    import runs.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE lib_generation SET number = number + 1"
            " WHERE id = (SELECT id FROM lib_generation ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)"
        )
        if cursor.rowcount == 0:
            cursor.execute("INSERT INTO lib_generation (number) VALUES (1)")


def current_generation() -> int:
    """Return the number of publications that have committed."""
    return Generation.objects.aggregate(sum=Sum("number"))["sum"] or 0


class PageCache:
    """WSGI application in front of ``app``: keeps its 200 answers that are public and set no cookie.

    Visitors with a session, other methods than GET and HEAD, and byte ranges pass straight through. Each page is made
    by one request at a time; meanwhile others get the page of a moment ago, or wait where there is none. When making it
    fails (Postgres is away), the old page is shown. A response must not depend on anything but the address, which is
    what ``public`` without ``Vary`` says.
    """

    def __init__(
        self,
        app,
        *,
        is_watching: bool = True,
        next_due: Callable[[], datetime | None] = lambda: None,
        count: Callable[[dict], None] | None = None,
        before_new_pages: Callable[[], None] = lambda: None,
    ):
        self.app = app
        self._count = count  # told of every page that a reader gets, and of what other sites show of ours
        self.generation: int | None = None
        # What changes by the clock: the next moment at which it does, and how many such moments have passed.
        self._next_due, self._due, self._passed, self._published = next_due, None, 0, None
        self._before_new_pages = before_new_pages
        self._is_watching = not is_watching
        self._own_host = urlsplit(settings.SITE_URL).netloc
        self._session = settings.SESSION_COOKIE_NAME + "="
        self._scheme_header = (getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or ("wsgi.url_scheme",))[0]
        # Addresses with a query or a foreign Host can be invented without end, so they have a small shelf of their own
        # and never push out the pages that people read.
        self._shelf, self._odd_shelf = Shelf(4000, 64 * 1024 * 1024), Shelf(300, 8 * 1024 * 1024)
        self._making: dict[tuple, threading.Event] = {}
        self._private: set[tuple] = set()
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        query = environ.get("QUERY_STRING", "")
        cookie = environ.get("HTTP_COOKIE")
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or (cookie and self._session in cookie)
            or "HTTP_RANGE" in environ
            or "HTTP_AUTHORIZATION" in environ
            or len(query) > LONGEST_QUERY
        ):
            return self.app(environ, start_response)
        if not self._is_watching:
            self._watch()
        host = environ.get("HTTP_HOST")
        key = (environ["PATH_INFO"], query, host, environ.get("SCRIPT_NAME"), environ.get(self._scheme_header))
        shelf = self._odd_shelf if query or host != self._own_host else self._shelf
        page, now = shelf.get(key), time.monotonic()
        if page is not None and now < page.expires_at and page.generation == self.generation:
            return self._answer(page, environ, start_response, now)
        return self._take_turns(environ, start_response, key, shelf, page)

    def _answer(self, page, environ, start_response, now):
        is_shown = page.is_html or "/embed/" in environ["PATH_INFO"]
        if is_shown and self._count is not None and environ["REQUEST_METHOD"] == "GET":
            self._count(environ)
        return page.answer(environ, start_response, now)

    def _take_turns(self, environ, start_response, key, shelf, old):
        """Make the page, unless another request is making it already."""
        if key in self._private:
            return self._make(environ, start_response, key, shelf, old)
        with self._lock:
            others = self._making.get(key)
            if others is None:
                mine = self._making[key] = threading.Event()
        if others is None:
            try:
                return self._make(environ, start_response, key, shelf, old)
            finally:
                with self._lock:
                    del self._making[key]
                mine.set()
        if old is None:
            others.wait(PATIENCE)
            old = shelf.get(key)
        if old is None:
            return self._make(environ, start_response, key, shelf, old)
        return self._answer(old, environ, start_response, time.monotonic())

    def _make(self, environ, start_response, key, shelf, old):
        generation, now = self.generation, time.monotonic()
        status, headers, chunks = "", [], ()
        try:
            status, headers, chunks = _ask(self.app, environ)
        except Exception:
            if old is None:
                raise
            logger.exception("A page could not be made; the old one is shown")
        if is_for_everybody(status, headers):
            body = _read(chunks)
            if self._due:
                headers = shorten(headers, self._due.timestamp() - time.time())
            page = Page(status, headers, body, generation=generation, made_at=now)
            # If something was published while the page was being made, its generation is a past one, and so it is made
            # again for the next visitor.
            if len(body) <= LARGEST_PAGE:
                shelf.put(key, page)
                self._private.discard(key)
            return self._answer(page, environ, start_response, now)
        if old is not None and (not status or status.startswith("5")) and now - old.made_at < STALE_FOR:
            _close(chunks)
            old.expires_at, old.generation = now + NEXT_TRY, generation
            return self._answer(old, environ, start_response, now)
        if not status.startswith(("304", "5")):
            shelf.drop(key)
            if len(self._private) > 1000:
                self._private.clear()
            self._private.add(key)
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            _close(chunks)
            return []
        return chunks

    def _watch(self):
        with self._lock:
            if not self._is_watching:
                self._is_watching = True
                threading.Thread(target=self._look_again_and_again, name="pagecache", daemon=True).start()

    def _look_again_and_again(self):
        # A thread, so that no reader waits for Postgres, not even when Postgres does not answer.
        while True:
            self.look()
            time.sleep(LOOK_EVERY)

    def look(self):
        """Learn whether something was published or came by the clock; without Postgres nothing is known to be old."""
        try:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            published = current_generation()
            has_passed = self._due is not None and self._due.timestamp() <= time.time()
            if has_passed or published != self._published:
                self._passed += has_passed
                self._before_new_pages()
                self._due, self._published = self._next_due(), published
            self.generation = published + self._passed
        except Error as error:
            logger.warning("The page cache cannot see what was published: %s", type(error).__name__)
            connection.close()


def _ask(app, environ):
    """Return status, headers and chunks of the whole, uncompressed answer to GET, whatever the visitor has already."""
    environ = dict(environ, REQUEST_METHOD="GET")
    for name in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
        environ.pop(name, None)
    begun = []

    def start_response(status, headers, exc_info=None):
        begun[:] = [(status, headers)]
        return lambda data: None  # PEP 3333's write(); Django never calls it

    chunks = app(environ, start_response)
    return *begun[0], chunks


def _read(chunks) -> bytes:
    try:
        return b"".join(chunks)
    finally:
        _close(chunks)


def _close(chunks) -> None:
    if hasattr(chunks, "close"):
        chunks.close()
