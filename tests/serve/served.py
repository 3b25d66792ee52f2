"""`manage.py serve` as a process on the tests' own database, and visitors who speak HTTP badly."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from django.conf import settings

from tests.browser import house
from tests.factories import make_picture_file
from tests.ports import free_port
from tests.waiting import wait_until

UPLOADS = Path(os.environ["NGO_TEST_FILES"]) / "uploads"
ALWAYS = {
    "DJANGO_SETTINGS_MODULE": "tests.serve.site_settings",
    "NGO_SITE_NO_VENV": "1",
    "NGO_DEMO": "0",
    "SECOND_FACTOR_REQUIRED_FOR": "none",  # people are logged in here without the pages that ask for it
}


class Served:
    """A site that is served: ``url``, ``process`` (granian's parent) and the children that answer."""

    def __init__(self, url, process):
        self.url, self.process = url, process
        self.host, self.port = urlsplit(url).hostname, urlsplit(url).port

    def workers(self) -> set[int]:
        tasks = Path(f"/proc/{self.process.pid}/task")
        children = {int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()}
        return {pid for pid in children if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text()}

    def listening(self) -> int:
        """How many workers take connections by now: each listens by itself."""
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        return sum(row[1].endswith(f":{self.port:04X}") and row[3] == "0A" for row in rows)

    def get(self, path, seconds=60, **headers):
        """Return (status, text)."""
        return self.request("GET", path, seconds=seconds, headers=headers)

    def request(self, method, path, body=None, headers=(), seconds=60):
        status, content = self.ask(method, path, body, headers, seconds)
        return status, content.decode()

    def ask(self, method, path, body=None, headers=(), seconds=60):
        """Return (status, bytes)."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=seconds)
        with contextlib.closing(connection):
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.read()

    def begin(self, head: str, body: bytes = b"name=a") -> socket.socket:
        """Send the head of a request and the beginning of its body; what comes next is up to the test."""
        connection = socket.create_connection((self.host, self.port), timeout=60)
        lines = [head, f"Host: {self.host}:{self.port}", "Content-Type: application/x-www-form-urlencoded"]
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        return connection

    def silent(self, path="/webmention/", length=5000, more="") -> socket.socket:
        return self.begin(f"POST {path} HTTP/1.1\r\nContent-Length: {length}{more}")


def answer_of(connection: socket.socket) -> bytes:
    """Return all that comes until the other side ends the connection."""
    with connection:
        received = b""
        with contextlib.suppress(ConnectionError):
            while piece := connection.recv(65536):
                received += piece
    return received


def send_picture(site, client):
    """Upload a picture beside three megabytes of something else, as whoever is logged in; return (status, page)."""
    address, boundary = "/admin/articles/photo/upload/", token_hex()
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', site.get(address, Cookie=cookies)[1])[1]
    parts = [("csrfmiddlewaretoken", "", token.encode()), ("language", "", b"en")]
    parts += [("files", '; filename="mast.png"', make_picture_file().read())]
    parts += [("files", '; filename="notes.txt"', os.urandom(3_000_000))]
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + content + b"\r\n"
        for name, file, content in parts
    )
    headers = {
        "Cookie": f"{cookies}; csrf={token}",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Origin": site.url,
    }
    return site.request("POST", address, body + f"--{boundary}--\r\n".encode(), headers)


def environment(**given) -> dict:
    return {**os.environ, **house.environment(**ALWAYS), **given}


def manage(*arguments, **given):
    """Run a command of manage.py to its end and return it with all that it said."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", *arguments]
    merged = subprocess.STDOUT
    return subprocess.run(command, env=environment(**given), stdout=subprocess.PIPE, stderr=merged, text=True)


@contextlib.contextmanager
def served(log=None, **given):
    """Yield the Served site; ``log`` is a file for what it writes to standard error."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, settings.BASE_DIR / "manage.py", "serve", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=environment(SITE_URL=url, **given), stderr=log, start_new_session=True)
    try:
        site = Served(url, process)
        wait_until(lambda: site.listening() == int(given.get("WEB_WORKERS", 2)) or process.poll() is not None, 120)
        assert process.poll() is None
        yield site
    finally:
        process.terminate()
        process.wait(30)


def until(seconds):
    """Yield again and again, for so long at most."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
