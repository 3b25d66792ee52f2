"""A mail server that takes everything, as fast as Python can."""

import asyncio
import multiprocessing
import time
from multiprocessing.connection import Connection

from tests.ports import free_port


class Sink(asyncio.Protocol):
    """One connection; ``take`` gets what is between DATA and the dot."""

    def connection_made(self, transport):
        self.transport, self.is_in_data, self.waiting, self.recipient = transport, False, b"", b""
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.waiting += data
        while True:
            end = b"\r\n.\r\n" if self.is_in_data else b"\r\n"
            line, found, rest = self.waiting.partition(end)
            if not found:
                return
            self.waiting = rest
            self.transport.write(self.answer(line))

    def answer(self, line):
        if self.is_in_data:
            self.is_in_data = False
            self.take(line)
        elif (verb := line[:4].upper()) == b"DATA":
            self.is_in_data = True
            return b"354 go on\r\n"
        elif verb == b"RCPT":
            self.recipient = line
        elif verb == b"QUIT":
            return b"221 bye\r\n"
        return b"250 OK\r\n"

    def take(self, content: bytes) -> None:
        raise NotImplementedError


async def listen(port: int, sink: type[Sink]) -> None:
    server = await asyncio.get_running_loop().create_server(sink, "127.0.0.1", port)
    await server.serve_forever()


class Counting:
    """A sink in a process of its own: ``port``, ``count`` of mails so far, and ``arrived``, times of personal ones."""

    def __init__(self) -> None:
        self.port = free_port()
        self._number = multiprocessing.Value("q", lock=False)
        self.arrived, theirs = multiprocessing.Pipe(duplex=False)
        multiprocessing.Process(target=_count, args=[self.port, self._number, theirs], daemon=True).start()

    @property
    def count(self) -> int:
        return self._number.value


def _count(port: int, number, arrived: Connection) -> None:
    class Counter(Sink):
        def take(self, content):
            number.value += 1
            if b"<personal-" in self.recipient:
                arrived.send(time.time())

    asyncio.run(listen(port, Counter))
