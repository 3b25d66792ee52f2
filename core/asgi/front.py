"""The ASGI application: bodies with a deadline, finished pages from memory, all else in Django's threads.

WSGI alone cannot do it: a thread that waits for a body cannot be called back (granian's ``wsgi.input.read`` has no
time limit, and the connection stays open as long as it waits), so that as many silent senders as there are threads
stop a site.
"""

import asyncio
import io
import logging
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, close_old_connections

from ..http import health
from ..http.cacheable import LONGEST_PATH, route_of
from ..http.request_bodies import largest_body, refusal, too_busy
from ..logs import request_ids
from ..postgres.pulse import pulse
from .bodies import BodyRefused, Gone, discard, has_body, read_body
from .environ import environ_of
from .measured import MeasuredSend
from .proxies import forget_hearsay
from .threads import LONGEST_PAUSE, SentFile, ServerBusy, Threads, answer, start

logger = logging.getLogger(__name__)

PATIENCE = 1.7  # seconds to wait for a thread: time is left for the answer to whoever got none
PATIENCE_WITH_AN_OLD_PAGE = 0.3  # seconds to wait for a page that only its time makes old
MOST_APOLOGIES = 20  # pages with what was typed that are made at once; each takes time from those who are served


class Front:
    """``pages`` is a WSGI application with ``at_once(environ, start_response)``, which answers from memory or not."""

    def __init__(self, pages, threads: int):
        self._pages, self._threads = pages, Threads(threads)
        self._route = lru_cache(4000)(route_of)
        self._own_host = urlsplit(settings.SITE_URL).netloc
        self._apologies = 0

    async def __call__(self, scope, receive, send):
        environ = environ_of(scope)
        forget_hearsay(environ)
        path = environ["PATH_INFO"]
        if settings.METRICS_TOKEN and path != "/metrics":
            send = MeasuredSend(send, self._route(path) if len(path) <= LONGEST_PATH else "none")
        if not has_body(environ) and await self._answer_from_memory(environ, send, is_old_welcome=not pulse.is_there):
            return None
        if path == "/healthz":
            return await _send(send, health.process_lives())
        if path in {"/readyz", "/metrics"}:
            self._name_ourselves(environ)
        environ["wsgi.input"] = io.BytesIO()
        request_ids.begin(environ.get("HTTP_X_REQUEST_ID", ""))
        try:
            if has_body(environ):
                await self._read_body(environ, receive)
                if isinstance(send, MeasuredSend):
                    send.begin_again()
            await self._answer_or_apologise(environ, send)
        except (BodyRefused, ServerBusy) as refused:
            await _send(send, refusal(getattr(refused, "status", 503), path), closes=True)
            await discard(receive)
        except Gone:
            pass
        finally:
            environ["wsgi.input"].close()

    def _name_ourselves(self, environ):
        """A load balancer or Prometheus asks by IP and without TLS; what it asks is answered and not redirected."""
        environ |= {"HTTP_HOST": self._own_host, "HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "https"}

    async def _read_body(self, environ, receive):
        try:
            await read_body(environ, receive, lambda: self._threads.run(PATIENCE, _largest, environ))
        except (OSError, DatabaseError) as error:  # no room for it, or nobody to ask how large it may be
            logger.error("A request could not be read: %s", type(error).__name__)
            raise BodyRefused(503) from None

    async def _answer_or_apologise(self, environ, send):
        try:
            await self._answer(environ, send)
        except ServerBusy:
            if not has_body(environ) or self._apologies >= MOST_APOLOGIES:
                await _send(send, refusal(503, environ["PATH_INFO"]))
                return
            self._apologies += 1
            try:
                await _send(send, await asyncio.to_thread(too_busy, WSGIRequest(environ)))
            finally:
                self._apologies -= 1

    async def _answer(self, environ, send):
        # Whatever has no body was looked for as it came in.
        if has_body(environ) and await self._answer_from_memory(environ, send):
            return
        environ["wsgi.file_wrapper"] = SentFile
        loop, is_answered = asyncio.get_running_loop(), False

        async def sending(message):  # granian's own is an awaitable, and no coroutine
            await send(message)

        def send_now(message):
            if is_answered:
                raise Gone
            asyncio.run_coroutine_threadsafe(sending(message), loop).result(LONGEST_PAUSE)

        making = asyncio.ensure_future(self._threads.run(PATIENCE, answer, self._pages, environ, send_now))
        try:
            if self._pages.has_unchanged(environ) and not await _is_soon_done(making):
                is_answered = await self._answer_from_memory(environ, send, is_old_welcome=True)
            if is_answered:
                environ["REQUEST_METHOD"] = "HEAD"  # the reader is counted already, and the page is made as for GET
                making.add_done_callback(_forget)
                environ["wsgi.input"] = io.BytesIO()  # the other is still read from, perhaps
                return
            for message in await making:
                await send(_with_id(message))
        except TimeoutError:
            logger.warning("Nobody took the rest of a long answer")
        except ServerBusy:
            if not await self._answer_from_memory(environ, send, is_old_welcome=True):
                raise

    async def _answer_from_memory(self, environ, send, is_old_welcome=False) -> bool:
        begun: list = []
        chunks = self._pages.at_once(environ, lambda *said: begun.extend(said), is_old_welcome=is_old_welcome)
        if chunks is None:
            return False
        status, headers = begun
        await send(start(int(status[:3]), headers))
        await send({"type": "http.response.body", "body": b"".join(chunks)})
        return True


def _largest(environ) -> int:
    """In a thread of Django's: whoever sends this may be logged in to the desk."""
    close_old_connections()
    return largest_body(WSGIRequest(environ))


def _with_id(message: dict) -> dict:
    """Tell whoever got an error the id under which the log tells of it."""
    if message.get("status", 0) >= 500:
        told = (b"x-request-id", request_ids.current().encode())
        return {**message, "headers": [*message["headers"], told]}
    return message


async def _is_soon_done(making) -> bool:
    done, _not_done = await asyncio.wait([making], timeout=PATIENCE_WITH_AN_OLD_PAGE)
    return bool(done)


def _forget(making) -> None:
    """Nobody waits for it any more; the page that it made is kept, and its error was logged where it came up."""
    if not making.cancelled():
        making.exception()


async def _send(send, response, closes=False):
    await send(start(response.status_code, [*response.items(), *([("Connection", "close")] if closes else [])]))
    await send({"type": "http.response.body", "body": response.content})
