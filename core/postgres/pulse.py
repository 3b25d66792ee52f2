"""Whether Postgres answers, asked several times a second by a thread with a connection of its own.

A statement that was sent to a frozen server returns when the server goes on, and no time limit of the server's ends it
before. So when no answer comes, the connections of this process are cut: whoever waits gets an error at once, as from a
server that has died. Until Postgres answers again nobody waits for it anew (``base.DatabaseWrapper``). Only web
processes take the pulse; jobs have time.
"""

import contextlib
import logging
import os
import select
import socket
import threading
import time
import weakref
from functools import partial
from typing import Any

import psycopg2
from psycopg2 import extensions

from ..background import repeat

logger = logging.getLogger(__name__)

EVERY = 0.3  # seconds between two questions
PATIENCE = 1.5  # seconds to wait for the answer; a web page waits no longer than this and EVERY
SAY_AGAIN = 60.0  # seconds


class Pulse:
    """``is_there`` is False from when Postgres did not answer until it does.

    One that refuses connections does answer: whoever asks it gets an error at once, and needs no help.
    """

    def __init__(self) -> None:
        self.is_there = True
        self._asked: Any = None
        # A socket of our own for each connection: another thread may close the connection at any moment.
        self._sockets: weakref.WeakKeyDictionary[Any, socket.socket] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()
        self._is_taken = False
        self._lost_at = self._said_at = 0.0

    def take(self, parameters: dict[str, Any]) -> None:
        """Begin to ask the Postgres of these psycopg2 parameters, for as long as the process lives."""
        self._is_taken = True
        repeat(partial(self._beat, parameters), "pulse")

    def watch(self, connection: Any) -> None:
        """Cut this psycopg2 connection when Postgres stops answering."""
        if self._is_taken:
            with self._lock:
                self._sockets[connection] = socket.socket(fileno=os.dup(connection.fileno()))

    def _beat(self, parameters):
        is_there = self._ask(parameters)
        now = time.monotonic()
        if not is_there:
            self._lost_at = self._lost_at if not self.is_there else now
            self.is_there = False
            cut, lost_for = self._cut(), now - self._lost_at
            if now - self._said_at >= SAY_AGAIN or cut:
                self._said_at = now
                logger.error("Postgres does not answer, for %.0f s by now; %d connections cut", lost_for, cut)
        elif not self.is_there:
            self.is_there, self._said_at = True, 0.0
            logger.warning("Postgres answers again, after %.0f s", now - self._lost_at)
        time.sleep(EVERY)

    def _ask(self, parameters) -> bool:
        try:
            ends_at = time.monotonic() + PATIENCE
            if self._asked is None:
                self._asked = psycopg2.connect(**parameters, async_=True)
                _wait(self._asked, ends_at)
            with self._asked.cursor() as cursor:
                cursor.execute("SELECT 1")
                _wait(self._asked, ends_at)
        except (psycopg2.Error, OSError) as error:
            asked, self._asked = self._asked, None
            if asked is not None:
                with contextlib.suppress(psycopg2.Error):
                    asked.close()
            return not isinstance(error, TimeoutError)
        return True

    def _cut(self) -> int:
        with self._lock:
            sockets = list(self._sockets.values())
            self._sockets.clear()
        for one in sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        return len(sockets)


def _wait(connection, ends_at: float) -> None:
    """Wait until what was begun is done. Raises TimeoutError; but what has come meanwhile is looked at once more."""
    waits = {extensions.POLL_READ: select.POLLIN, extensions.POLL_WRITE: select.POLLOUT}
    while (state := connection.poll()) != extensions.POLL_OK:
        # Not even a process that was held up itself takes an answer for none that lies there already.
        waiting = select.poll()  # select() knows no descriptor above 1,023, and each reader's connection is one
        waiting.register(connection, waits[state])
        if not waiting.poll(max(0.0, ends_at - time.monotonic()) * 1000):
            raise TimeoutError


pulse = Pulse()
