"""Finished pages in front of Django: an anonymous GET is the same bytes for everybody, so it is made once.

Publishing raises a number in Postgres, in its own transaction (``generations``). Every process looks at the numbers
once a second, so all processes and hosts show the new page within a second: no broker, no purge requests.
"""

import io
import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection
from django.http.request import split_domain_port, validate_host

from ..background import repeat
from ..http import sessions
from ..http.cacheable import LONGEST_PATH, Cacheable, cacheable, only_known
from ..metrics import HIT, MISS, count_page
from .asked import ask, close, read
from .cached_response import LARGEST_PAGE, CachedResponse, is_for_everybody, shorten
from .generations import THE_SITE, current_numbers, noting
from .lru_cache import LRUCache

logger = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds between looks at the generation
STALE_FOR = 24 * 3600.0  # seconds for which an old page is better than an error page
NEXT_TRY = 2.0  # seconds after a failure until the page is asked for again
PATIENCE = 10.0  # seconds to wait for somebody else who makes the same page
LONGEST_QUERY = 500  # characters, of what the page knows
MOST_PRIVATE = 1000
NOTHING: tuple[str, list[tuple[str, str]], Iterable[bytes]] = ("", [], ())


class PageCache:
    """WSGI application in front of ``app``: keeps its 200 answers that are public and set no cookie.

    A page is known by its path and the parameters that its view knows (``public_page``). It is made for a reader of
    whom nothing else is told, so nothing else can be on it: neither another parameter, a cookie, a header, nor the Host
    by which it was asked for makes another page or goes past the one that is there. What no view calls public, other
    methods than GET and HEAD, people with a session of ours, and byte ranges of files pass straight through.

    Each page is made by one request at a time; meanwhile others get the page of a moment ago, or wait where there is
    none. When making it fails (Postgres is away), the old page is shown.

    A page that is read when its time is nearly over is made anew in the background, so nobody waits for it and nobody
    gets one that is too old. Pages of which something was changed are not shown meanwhile to whoever asks first: it may
    have been taken back.
    """

    def __init__(
        self,
        app,
        *,
        is_watching: bool = True,
        next_due: Callable[[], datetime | None] = lambda: None,
        count: Callable[[dict, int], None] | None = None,
        before_new_pages: Callable[[], None] = lambda: None,
        cacheable: Callable[[str], Cacheable | None] = cacheable,
    ):
        self.app = app
        # Only while it tells us what it answers (``nginx_hits``), for readers are counted.
        self.is_kept_by_nginx = False
        # Asking Django which view is at a path takes longer than answering from memory.
        self._cacheable = lru_cache(4000)(cacheable)
        self._count = count  # told of every page that a reader gets, and of what other sites show of ours
        # The site's number, and those of what only some pages show.
        self.generation: int | None = None
        self.numbers: dict[str, int] = {}
        # What changes by the clock: the next moment at which it does, and how many such moments have passed.
        self._next_due, self._passed = next_due, 0
        self._due: datetime | None = None
        self._published: int | None = None
        self._before_new_pages = before_new_pages
        self._is_watching = not is_watching
        self._own_host = urlsplit(settings.SITE_URL).netloc
        self._session = settings.SESSION_COOKIE_NAME + "="
        self._scheme_header = (getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or ("wsgi.url_scheme",))[0]
        # Values of parameters can be invented without end, so these pages have a small shelf of their own and never
        # push out the ones that most people read.
        self._shelf, self._odd_shelf = LRUCache(4000, 64 * 1024 * 1024), LRUCache(300, 8 * 1024 * 1024)
        self._making: dict[tuple, threading.Event] = {}
        self._soon_old: queue.SimpleQueue = queue.SimpleQueue()
        self._private: set[tuple] = set()
        self._lock = threading.Lock()

    def __call__(self, environ, start_response):
        found = self._look_up(environ)
        if found is None:
            return self.app(environ, start_response)
        key, shelf, page = found
        now = time.monotonic()
        if self._is_fresh(page, now):
            self._look_ahead(found, environ, now)
            return self._answer(page, environ, start_response, now)
        return self._take_turns(environ, start_response, key, shelf, page)

    def at_once(
        self, environ: dict[str, Any], start_response: Callable, is_old_welcome: bool = False
    ) -> list[bytes] | None:
        """Answer from memory, waiting for nobody; return None when the page has to be made, or is not kept at all.

        With ``is_old_welcome`` an old page is shown, and for a moment to others too: it could not be made anew.
        """
        found = self._look_up(environ)
        if found is None:
            return None
        key, _shelf, page = found
        now = time.monotonic()
        if self._is_fresh(page, now):
            self._look_ahead(found, environ, now)
        elif page and is_old_welcome:
            page.renew(now + NEXT_TRY, self.generation, self.numbers)
        elif page is None or key not in self._making:
            if key not in self._private and not is_old_welcome:  # else it was counted when it came in
                count_page(MISS)
            return None
        count_page(HIT)
        return self._answer(page, environ, start_response, now)

    def has_unchanged(self, environ: dict[str, Any]) -> bool:
        """Return whether there is a page that nothing but its time makes old: nothing on it was taken back."""
        found = self._look_up(environ)
        return found is not None and found[2] is not None and found[2].was_made_with(self.generation, self.numbers)

    def _look_up(self, environ):
        """Return the page's key, the shelf it belongs on, and the page if it is there; None for what is never kept."""
        if not self._is_watching:
            self._watch()
        path = environ["PATH_INFO"]
        kept = self._cacheable(path) if len(path) <= LONGEST_PATH else None
        if kept is None or self._is_for_the_site(environ, kept):
            return None
        query = environ.get("QUERY_STRING", "")
        query = query and only_known(query, kept.parameters)
        if len(query) > LONGEST_QUERY:
            return None
        key = (path, query, environ.get("SCRIPT_NAME"), environ.get(self._scheme_header))
        shelf = self._odd_shelf if query else self._shelf
        return key, shelf, shelf.get(key)

    def _look_ahead(self, found, environ, now):
        _key, _shelf, page = found
        if now >= page.refresh_at:
            page.refresh_at = math.inf  # once
            self._soon_old.put((*found, dict(environ)))

    def refresh_next(self) -> None:
        """Wait for a page that was read when its time was nearly over, and make it anew."""
        key, shelf, page, environ = self._soon_old.get()
        if shelf.get(key) is page and page.was_made_with(self.generation, self.numbers):
            # HEAD is not counted as a reader, and the page is made as for GET.
            environ |= {"REQUEST_METHOD": "HEAD", "wsgi.input": io.BytesIO()}
            self._take_turns(environ, lambda status, headers: None, key, shelf, page)

    def _is_fresh(self, page, now) -> bool:
        return page is not None and now < page.expires_at and page.was_made_with(self.generation, self.numbers)

    def _is_for_the_site(self, environ, kept):
        """Return True for what the site must answer itself, whatever is kept."""
        host, cookies = environ.get("HTTP_HOST", ""), environ.get("HTTP_COOKIE")
        return (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or (host != self._own_host and not _is_allowed(host))
            or (cookies and self._session in cookies and sessions.is_in(cookies))
            or (kept.is_file and "HTTP_RANGE" in environ)
        )

    def count(self, environ: dict[str, Any], is_html: bool, number: int = 1) -> None:
        """Count so many GETs that were answered with a page that is kept, here or by nginx."""
        if self._count is not None and (is_html or "/embed/" in environ["PATH_INFO"]):
            self._count(environ, number)

    def _answer(self, page, environ, start_response, now):
        if environ["REQUEST_METHOD"] == "GET":
            self.count(environ, page.is_html)
        return page.answer(environ, start_response, now, int(time.time()) if self.is_kept_by_nginx else None)

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
        with noting() as shown:
            return self._make_noting(environ, start_response, key, shelf, old, shown)

    def _make_noting(self, environ, start_response, key, shelf, old, shown):
        made_with, now = (self.generation, self.numbers), time.monotonic()
        status, headers, chunks = NOTHING
        try:
            status, headers, chunks = ask(self.app, self._asked(environ, key[1]))
        except Exception:
            if old is None:
                raise
            logger.exception("A page could not be made; the old one is shown")
        if is_for_everybody(status, headers):
            body = read(chunks)
            if self._due:
                headers = shorten(headers, self._due.timestamp() - time.time())
            # If something was published while the page was being made, its numbers are past ones, and so it is made
            # again for the next visitor.
            page = CachedResponse(status, headers, body, made_at=now, shown=shown, made_with=made_with)
            if len(body) <= LARGEST_PAGE:
                shelf.put(key, page)
                self._private.discard(key)
            return self._answer(page, environ, start_response, now)
        if old is not None and (not status or status.startswith("5")) and now - old.made_at < STALE_FOR:
            close(chunks)
            old.renew(now + NEXT_TRY, *made_with)
            return self._answer(old, environ, start_response, now)
        if not status.startswith(("304", "5")):
            shelf.drop(key)
            if len(self._private) >= MOST_PRIVATE:
                self._private.clear()
            self._private.add(key)
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            close(chunks)
            return []
        return chunks

    def _asked(self, environ, query):
        """Return the request that a page is made for: that of a reader of whom we know nothing but the address."""
        kept = self._cacheable(environ["PATH_INFO"])
        if kept and kept.is_file:  # the first piece of a film is counted, for one
            return environ
        scheme = {self._scheme_header: environ[self._scheme_header]} if self._scheme_header in environ else {}
        plain = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
        return {**plain, **scheme, "HTTP_HOST": self._own_host, "QUERY_STRING": query}

    def _watch(self):
        with self._lock:
            if not self._is_watching:
                self._is_watching = True
                # Threads, so that no reader waits for Postgres, not even when Postgres does not answer.
                for work in (self._look_and_wait, self.refresh_next):
                    repeat(work, "pagecache")

    def _look_and_wait(self):
        self.look()
        time.sleep(LOOK_EVERY)

    def look(self) -> None:
        """Learn whether something was published or came by the clock; without Postgres nothing is known to be old."""
        try:
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            numbers = current_numbers()
            published = numbers.pop(THE_SITE, 0)
            has_passed = self._due is not None and self._due.timestamp() <= time.time()
            if has_passed or published != self._published:
                self._passed += has_passed
                self._before_new_pages()
                self._due, self._published = self._next_due(), published
            self.generation, self.numbers = published + self._passed, numbers
        except Error as error:
            logger.warning("The page cache cannot see what was published: %s", type(error).__name__)
            connection.close()


def _is_allowed(host: str) -> bool:
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
