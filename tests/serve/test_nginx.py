"""The nginx file that we ship, in a real nginx in front of the real site."""

from urllib.parse import urlencode

import pytest

from tests.factories import make_petition, make_staff
from tests.letters import form_token
from tests.serve.nginx import needs_nginx
from tests.serve.served import answer_of, send_picture

pytestmark = needs_nginx
COOKIES = f"\r\nCookie: csrf={'a' * 32}; session={'b' * 32}"
PLACES = ["/webmention/", "/admin/login/", "/admin/articles/article/add/"]


@pytest.fixture(scope="module")
def settings_of_the_site():
    return {"BODY_TIMEOUT": "4", "BEHIND_PROXY": "1"}


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


def test_a_load_balancer_asks_by_address_with_and_without_tls(front):
    for place in (front, front.plain):
        assert place.get("/healthz", Host="10.1.2.3")[0] == 200
        assert '"database": true' in place.get("/readyz", Host="10.1.2.3")[1]
    assert front.plain.get("/articles/", Host="10.1.2.3")[0] == 301
