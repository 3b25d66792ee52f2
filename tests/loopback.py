"""Real servers on 127.0.0.1 for tests of what we ask other hosts: pages, and hosts that misbehave."""

import socket
import ssl
import threading
from contextlib import contextmanager
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "data" / "tls" / "localhost.pem"


def page(body: bytes | str = b"", *headers: str, status: str = "200 OK", content_type: str = "text/html") -> bytes:
    """Return a whole HTTP answer."""
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return page("", f"Location: {location}", status=status)


class Server:
    """``requests`` are the heads of all that arrived, with the body for a POST, in order."""

    def __init__(self, answers, address, tls):
        self.answers, self.tls, self.requests = answers, tls, []
        self.stopped = threading.Event()
        self.socket = socket.create_server((address, 0), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
        self.port = self.socket.getsockname()[1]
        self.host = f"[{address}]" if ":" in address else address

    @property
    def host_port(self):
        return f"{self.host}:{self.port}"

    def url(self, path="/", host=None):
        return f"{'https' if self.tls else 'http'}://{host or self.host}:{self.port}{path}"

    def listen(self):
        while not self.stopped.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=[connection], daemon=True).start()

    def answer(self, connection):
        try:
            if self.tls:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(CERTIFICATE)
                connection = context.wrap_socket(connection, server_side=True)
            with connection:
                request = self.read(connection)
                self.requests.append(request)
                answer = self.answers.get(request.split(b" ")[1].decode("latin-1"), page(status="404 Not Found"))
                if callable(answer):
                    answer(connection, self.stopped)
                else:
                    connection.sendall(answer)
        except (OSError, IndexError):
            connection.close()

    def read(self, connection):
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(65536) or b"\r\n\r\n"
        head, _, body = request.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body


@contextmanager
def serving(answers: dict, *, address: str = "127.0.0.1", tls: bool = False):
    """Serve on a free port until the block ends.

    ``answers`` maps a path to the whole answer (see ``page``), or to a function that gets the connection and an
    event which is set when the server stops.
    """
    server = Server(answers, address, tls)
    threading.Thread(target=server.listen, daemon=True).start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.socket.shutdown(socket.SHUT_RDWR)
        server.socket.close()
