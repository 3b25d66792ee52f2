"""A WSGI application in a fixed number of threads, each with a database connection of its own for good.

They never end, so no connection is left behind by an ended one; and what waits for them is a coroutine, which costs
nothing but a little memory.
"""

import asyncio
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from itertools import chain
from typing import Any

from ..cache.cached_response import ReadyHeaders

LONGEST_PAUSE = 30.0  # seconds in which a reader takes nothing of a long answer
LATELY = 50  # calls
AT_ONCE = 1024 * 1024  # bytes of an answer that are kept in memory, so that a slow reader holds no thread


class ServerBusy(Exception):
    """No thread became free in time, or none will be."""


class Threads:
    """Whoever waits for one is served in the order of coming."""

    def __init__(self, number: int):
        self._number, self._waiting = number, 0
        self._pace = 0.0  # seconds that a call takes, lately
        self._pool = ThreadPoolExecutor(number, thread_name_prefix="django")
        self._free = asyncio.Semaphore(number)

    async def run(self, patience: float, function: Callable, *arguments: Any) -> Any:
        """Return what ``function`` returns, or raise its error.

        Raises ServerBusy if no thread is free within so many seconds; at once, when so many wait already that it would
        take twice as long at least.
        """
        if self._free.locked():
            if self._waiting * self._pace / self._number > 2 * patience:
                raise ServerBusy
            await self._wait(patience)
        else:
            await self._free.acquire()  # at once, without a clock
        began = time.monotonic()
        try:
            run = copy_context().run  # with the request's id
            return await asyncio.get_running_loop().run_in_executor(self._pool, run, function, *arguments)
        finally:
            self._free.release()
            self._pace += (time.monotonic() - began - self._pace) / LATELY

    async def _wait(self, patience):
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                await self._free.acquire()
        except TimeoutError:
            raise ServerBusy from None
        finally:
            self._waiting -= 1


class SentFile:
    """What PEP 3333 calls ``wsgi.file_wrapper``: a file that the server sends by itself, without a thread."""

    def __init__(self, file, size=64 * 1024):
        self.file, self.size = file, size

    def __iter__(self):
        return iter(lambda: self.file.read(self.size), b"")

    @property
    def path(self) -> str | None:
        """Where the whole file lies, if it is one on the disk and nothing of it was read."""
        name = getattr(self.file, "name", None)
        return os.fspath(name) if isinstance(name, str | os.PathLike) and self.file.tell() == 0 else None

    def close(self) -> None:
        self.file.close()


def answer(application: Callable, environ: dict[str, Any], send_now: Callable[[dict], None]) -> list[dict]:
    """Call the WSGI application; return the ASGI messages that are left to send.

    A long answer is sent from here, piece by piece, by ``send_now(message)``.
    """
    begun: list[dict] = []

    def start_response(status, headers, exc_info=None):
        begun[:] = [start(int(status[:3]), headers)]
        return lambda data: None  # PEP 3333's write(); Django never calls it

    pieces = application(environ, start_response)
    try:
        if isinstance(pieces, SentFile) and (path := pieces.path):
            return [*begun, {"type": "http.response.pathsend", "path": path}]
        rest = iter(pieces)
        first = _take(rest)
        following = next(rest, None)
        if following is None:
            return [*begun, {"type": "http.response.body", "body": first}]
        send_now(begun[0])
        for piece in chain([first, following], rest):
            send_now({"type": "http.response.body", "body": piece, "more_body": True})
        return [{"type": "http.response.body", "body": b""}]
    finally:
        if hasattr(pieces, "close"):
            pieces.close()


def start(status: int, headers: list[tuple[str, str]]) -> dict:
    """Return the ASGI message that begins an answer; names and values are Latin-1 (PEP 3333)."""
    encoded = headers.encoded if isinstance(headers, ReadyHeaders) else ReadyHeaders(headers).encoded
    return {"type": "http.response.start", "status": status, "headers": encoded}


def _take(pieces) -> bytes:
    taken = bytearray()
    for piece in pieces:
        taken += piece
        if len(taken) > AT_ONCE:
            break
    return bytes(taken)
