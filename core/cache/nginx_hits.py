"""Readers of pages that nginx answers from its own cache: it tells of each in a datagram, and they are counted here.

A datagram has what readership is counted by and no more: never an address. UDP, because it needs no file that somebody
must make, give to two users and empty, and because nginx waits for nobody; what comes too fast is lost.
"""

import contextlib
import json
import logging
import socket
import struct
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from ..background import repeat
from ..metrics import HIT_IN_NGINX, count_page
from .page_cache import PageCache

logger = logging.getLogger(__name__)

ADD_UP_EVERY = 1.0  # seconds
MOST_KINDS = 2000  # different datagrams; as many are added up at once
LONGEST = 8192  # bytes
PAUSE = 0.001  # seconds in which more come together: to be woken for each costs more than counting it
BUFFER = 4 * 1024 * 1024  # bytes, as far as net.core.rmem_max allows


_heard_at = ""


def heard_at() -> str:
    """Return where this process receives what nginx tells, or nothing."""
    return _heard_at


def let_nginx_keep(pages: PageCache, address: str) -> None:
    """Let nginx keep what the page cache answers, while its hits are received at this ADDR:PORT."""
    global _heard_at
    host, _colon, port = address.rpartition(":")
    try:
        NginxHits(pages.count).listen(host.strip("[]"), int(port))
    except (OSError, ValueError) as error:
        logger.warning("nginx is not to keep pages, for nothing can be received at NGINX_HITS: %s", error)
    else:
        pages.is_kept_by_nginx, _heard_at = True, address


class NginxHits:
    """Tells ``count(environ, is_html, number)`` about as many GETs as datagrams said the same within a second."""

    def __init__(self, count: Callable[[dict, bool, int], None]):
        self._count = count
        self._seen: Counter[bytes] = Counter()
        self._added_up_at = time.monotonic()

    def listen(self, address: str, port: int) -> int:
        """Receive from now on in a thread of its own, and return the port. Raises OSError.

        All processes of a site listen at one port; each gets what some of nginx' workers send.
        """
        family, kind, protocol, _name, place = socket.getaddrinfo(address, port, type=socket.SOCK_DGRAM)[0]
        receiver = socket.socket(family, kind, protocol)
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", int(ADD_UP_EVERY), 0))
        receiver.bind(place)
        repeat(partial(self._receive, receiver), "nginx-hits")
        return receiver.getsockname()[1]

    def _receive(self, receiver):
        flags = 0
        with contextlib.suppress(BlockingIOError):  # none came within a second, or none is left
            while len(self._seen) < MOST_KINDS:
                message = receiver.recv(LONGEST, flags)
                # Before the list stands what RFC 3164 puts there: priority, time, and by whom.
                self._seen[message[message.find(b"[") :]] += 1
                flags = socket.MSG_DONTWAIT
        if len(self._seen) >= MOST_KINDS or time.monotonic() - self._added_up_at >= ADD_UP_EVERY:
            self._add_up()
        elif flags:
            time.sleep(PAUSE)

    def _add_up(self):
        seen, self._seen, self._added_up_at = self._seen, Counter(), time.monotonic()
        for message, number in seen.items():
            try:
                self._count(*read(message), number)
                count_page(HIT_IN_NGINX, number)
            except (ValueError, TypeError, RecursionError):
                logger.warning("A datagram that is not nginx' was left out")


def read(message: bytes) -> tuple[dict, bool]:
    """Return the WSGI environ of a GET that nginx has answered, and whether with HTML. Raises ValueError."""
    path, kind, user_agent, referrer, known, purpose = json.loads(message.decode("latin-1"))
    headers = {
        "HTTP_USER_AGENT": user_agent,
        "HTTP_REFERER": referrer,
        "HTTP_IF_NONE_MATCH": known,
        "HTTP_SEC_PURPOSE": purpose,
    }
    sent = {name: str(value) for name, value in headers.items() if value}
    return {"REQUEST_METHOD": "GET", "PATH_INFO": str(path), **sent}, str(kind).startswith("text/html")
