"""A load generator in one thread: connections that are kept open, each asking again when its answer is there.

It is in Python so that nothing has to be installed. What it takes itself is told, and is not the server's.
"""

import select
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

CONNECTIONS = 16
PATIENCE = 20  # seconds


@dataclass
class Load:
    """So many answers in so many seconds, of which the generator computed so many itself."""

    answers: int
    seconds: float
    own: float


class Line:
    """One connection and what it has received of an answer."""

    def __init__(self, address, poll):
        self.address, self.poll = address, poll
        self.connect()

    def connect(self):
        self.socket = socket.create_connection(self.address, PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.poll.register(self.socket, select.EPOLLIN)
        self.received = b""

    def close(self):
        self.poll.unregister(self.socket)
        self.socket.close()

    def take(self) -> bytes:
        """Return the answer if it is whole, and nothing if there is more to come."""
        data = self.socket.recv(1 << 18)
        if not data:
            raise SystemExit(f"{self.address} closed a connection in the midst of an answer")
        self.received += data
        if not is_whole(self.received):
            return b""
        answer, self.received = self.received, b""
        return answer


def is_whole(answer: bytes) -> bool:
    """Return whether this is a whole HTTP/1.1 answer, by its Content-Length or its last chunk (RFC 9112)."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = answer[:end].lower()
    at = head.find(b"\r\ncontent-length:")
    if at < 0:
        return answer.endswith(b"\r\n0\r\n\r\n")
    return len(answer) >= end + 4 + int(head[at + 17 :].split(b"\r\n", 1)[0])


def ask(address: tuple[str, int], requests: Iterator[bytes], seconds: float, status: int = 200) -> Load:
    """Send these requests for so long; each must be answered with this status."""
    poll, begun, own = select.epoll(), time.perf_counter(), time.process_time()
    lines = {(line := Line(address, poll)).socket.fileno(): line for _ in range(CONNECTIONS)}
    for line in lines.values():
        line.socket.sendall(next(requests))
    answers, until = 0, begun + seconds
    while lines:
        ready = poll.poll(PATIENCE)
        if not ready:
            raise SystemExit(f"{address} did not answer within {PATIENCE} seconds")
        for number, _event in ready:
            line = lines[number]
            answer = line.take()
            if not answer:
                continue
            if int(answer[9:12]) != status:
                raise SystemExit(f"{address} answered {answer[:3000].decode(errors='replace')}")
            answers += 1
            if time.perf_counter() > until:
                line.close()
                del lines[number]
                continue
            if b"\r\nconnection: close" in answer[:600].lower():  # nginx: after a thousand requests
                line.close()
                del lines[number]
                line.connect()
                lines[line.socket.fileno()] = line
            line.socket.sendall(next(requests))
    return Load(answers, time.perf_counter() - begun, time.process_time() - own)
