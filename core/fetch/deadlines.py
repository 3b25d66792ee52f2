"""Sockets with one deadline for a whole exchange: a time limit for each read lets a slow server hold us for hours."""

import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any


class Deadline:
    """``left()`` is what remains of the seconds; it raises TimeoutError when that is nothing."""

    def __init__(self, seconds: float):
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("The answer took too long.")
        return left


class TimedSocket(io.RawIOBase):
    """What http.client sees of a connected socket: each operation gets what is left of the deadline."""

    def __init__(self, connected: socket.socket, deadline: Deadline):
        self.connected, self.deadline = connected, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connected.settimeout(self.deadline.left())
        return self.connected.recv_into(buffer)

    def sendall(self, data: bytes) -> None:
        self.connected.settimeout(self.deadline.left())
        self.connected.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def close(self) -> None:
        """Leave the socket to who connected it: http.client closes it before the body is read."""


def addresses_of(host: str, port: int, resolve: Callable[[str, int], list[str]], deadline: Deadline) -> list[str]:
    """Return what ``resolve`` finds, or nothing; asked in a thread, as the system's resolver has no time limit."""
    found: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

    def ask():
        try:
            found.put(resolve(host, port))
        except (OSError, ValueError):
            found.put([])

    threading.Thread(target=ask, daemon=True).start()
    try:
        return found.get(timeout=deadline.left())
    except (queue.Empty, TimeoutError):
        return []


def connect(addresses: list[str], port: int, tls_name: str | None, deadline: Deadline) -> socket.socket:
    """Return a socket connected to one of the addresses, tried in order, none of them looked up again.

    With ``tls_name`` it speaks TLS and the other side has proved, with a valid certificate, that it is this host.
    Raises OSError (ssl.SSLError and TimeoutError are of that kind).
    """
    failure = OSError("There is no address.")
    for tried, address in enumerate(addresses):
        connected = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            # A dead address must leave time for the next one.
            connected.settimeout(deadline.left() / (len(addresses) - tried))
            connected.connect((address, port))
            if tls_name is None:
                return connected
            connected.settimeout(deadline.left())
            return ssl.create_default_context().wrap_socket(connected, server_hostname=tls_name)
        except OSError as error:
            connected.close()
            failure = error
    raise failure
