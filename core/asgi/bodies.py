"""Reads the body of a request before any thread is taken for it, with a size limit and a deadline.

The rule is that of Apache's mod_reqtimeout (``body=20,MinRate=500``): ``BODY_TIMEOUT`` seconds, and one more for each
500 bytes that have come; and never so many of silence. A small body is kept in memory, a larger one waits in a
temporary file, so that Django never waits for somebody's slow line.
"""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable

from django.conf import settings

from ..http.request_bodies import SMALL

LEAST_RATE = 500  # bytes a second
IN_MEMORY = 1024 * 1024  # bytes


class BodyRefused(Exception):
    """The request is answered with this status, and its body is not read any further."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class Gone(Exception):
    """Whoever sent the request has left."""


def has_body(environ: dict) -> bool:
    """Return True when the headers of a request (WSGI's environ) announce a body, of any length."""
    return environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ


async def read_body(environ: dict, receive: Callable, largest: Callable[[], Awaitable[int]]) -> None:
    """Put the whole body into ``wsgi.input`` and its length into ``CONTENT_LENGTH``.

    ``largest()`` is asked for the limit in bytes as soon as more than a small form's body is announced or comes.
    Raises Refused (408, 413) or Gone; nothing is written to the disk before ``largest()`` has allowed it.
    """
    declared = _declared(environ)
    limit = await largest() if declared > SMALL else SMALL
    if declared > limit:
        raise BodyRefused(413)
    body = environ["wsgi.input"] = _new_file()
    length, ends_at, more = 0, time.monotonic() + settings.BODY_TIMEOUT, True
    while more:
        piece, more = await _receive(receive, ends_at + length / LEAST_RATE - time.monotonic())
        length += len(piece)
        if length > limit and limit == SMALL:
            limit = await largest()
        if length > limit:
            raise BodyRefused(413)
        if length > IN_MEMORY:
            await asyncio.to_thread(body.write, piece)
        else:
            body.write(piece)
    body.seek(0)
    environ["CONTENT_LENGTH"] = str(length)
    environ.pop("HTTP_TRANSFER_ENCODING", None)


async def discard(receive: Callable) -> None:
    """Read on for a moment and forget it: whoever closes at once resets the connection, and the answer gets lost."""
    left, ends_at, more = IN_MEMORY, time.monotonic() + 2, True
    while more and left > 0:
        try:
            piece, more = await _receive(receive, ends_at - time.monotonic())
        except (BodyRefused, Gone):
            return
        left -= len(piece)


async def _receive(receive, seconds) -> tuple[bytes, bool]:
    """Return the next piece, and whether there are more. Raises Refused when it takes too long."""
    try:
        async with asyncio.timeout(max(0, min(seconds, settings.BODY_TIMEOUT))):
            message = await receive()
    except TimeoutError:
        raise BodyRefused(408) from None
    if message["type"] != "http.request":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


def _new_file():
    return tempfile.SpooledTemporaryFile(IN_MEMORY, dir=settings.FILE_UPLOAD_TEMP_DIR)


def _declared(environ) -> int:
    length = environ.get("CONTENT_LENGTH", "")
    return int(length) if length.isascii() and length.isdigit() else 0
