"""The nginx file that we ship, in a real nginx in front of the real site."""

import os
import re
import shutil
import subprocess
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.factories import make_petition, make_staff
from tests.letters import form_token
from tests.ports import free_port
from tests.serve.served import Served, answer_of, send_picture
from tests.waiting import wait_until

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="needs nginx (Debian: apt install nginx-light; .ci/run does)")
COOKIES = f"\r\nCookie: csrf={'a' * 32}; session={'b' * 32}"
PLACES = ["/webmention/", "/admin/login/", "/admin/articles/article/add/"]


@pytest.fixture(scope="module")
def settings_of_the_site():
    return {"BODY_TIMEOUT": "4", "BEHIND_PROXY": "1"}


def fitted(folder, port, site) -> str:
    """Return the shipped file with its lines marked "yours" changed, as docs/operators.md says; and without TLS."""
    lines = (settings.BASE_DIR / "deploy/nginx.conf").read_text()
    secure = lines[lines.index("server {\n    listen 443") :]
    before = lines[: lines.index("server {\n    listen 80")]
    secure = re.sub(r"    ssl_certificate.*\n", "", secure).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    secure = secure.replace("client_body_timeout 20s", "client_body_timeout 4s").replace("$host", "$http_host")
    own = before.replace("127.0.0.1:8000", f"{site.host}:{site.port}") + secure.replace("/srv/site/", f"{folder}/")
    folders = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"{'user root;' if os.geteuid() == 0 else ''} pid {folder}/pid; error_log {folder}/log; daemon off;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{ access_log off; {folders}\n{own}\n}}\n"
    )


@pytest.fixture(scope="module")
def front(site, tmp_path_factory):
    """nginx on a port of its own, and the site behind it."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    (folder / "conf").write_text(fitted(folder, port, site))
    process = subprocess.Popen([NGINX, "-p", folder, "-e", folder / "log", "-c", folder / "conf"])
    front = Served(f"http://127.0.0.1:{port}", process)
    front.folder = folder
    try:
        wait_until(lambda: front.listening() or process.poll() is not None)
        assert process.poll() is None
        yield front
    finally:
        process.terminate()
        process.wait(20)


def test_a_visitor_signs(front):
    petition = make_petition()
    fields = {"name": "Amina", "email": "amina@example.org", "country": "KE", "form_token": form_token("SignForm")}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, page = front.request("POST", petition.get_absolute_url(), urlencode(fields), kind)
    assert (status, "Check your mail" in page) == (200, True)


@pytest.mark.parametrize("path", PLACES)
def test_silent_senders_hold_nobody_up(front, path):
    silent = [front.silent(path, more=COOKIES) for _ in range(60)]
    assert {front.get(other)[0] for other in ["/healthz", "/articles/", "/search/?q=press"] * 3} == {200}
    # nginx ends what it waits for itself without a word.
    assert {answer_of(connection).split(b" ")[:2][-1] for connection in silent} <= {b"", b"408"}


@pytest.mark.usefixtures("no_uploads")
@pytest.mark.parametrize("path", PLACES)
def test_huge_bodies_are_refused_and_leave_nothing(front, path):
    head = (
        f"POST {path} HTTP/1.1\r\nContent-Length: 150000000{COOKIES}\r\nContent-Type: multipart/form-data; boundary=x"
    )
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + b"x" * 3_000_000
    answer = answer_of(front.begin(head, part))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"nothing was kept" in answer
    assert [file for file in (front.folder / "client_body").rglob("*") if file.is_file()] == []


@pytest.mark.usefixtures("uploads")
def test_clara_sends_a_large_picture(front, client):
    client.force_login(make_staff("clara"))
    status, page = send_picture(front, client)
    assert (status, "mast.png" in page) == (200, True)


def test_files_come_from_nginx_and_never_act_as_pages(front):
    (front.folder / "media").mkdir()
    (front.folder / "media" / "evil.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    answer = answer_of(front.begin("GET /media/evil.svg HTTP/1.1\r\nConnection: close", b"")).decode()
    assert "Server: nginx\r\n" in answer
    assert "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox\r\n" in answer
    assert "X-Content-Type-Options: nosniff" in answer
