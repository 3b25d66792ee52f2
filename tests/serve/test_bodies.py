"""Slow and huge bodies: nobody else notices them, and nothing of them is kept."""

import re
import select
from urllib.parse import urlencode

import pytest

from tests.factories import make_petition, make_staff
from tests.letters import form_token
from tests.serve.served import UPLOADS, answer_of, send_picture, until

COOKIES = f"\r\nCookie: csrf={'a' * 32}; session={'b' * 32}"
PLACES = [
    ("/webmention/", ""),
    ("/petitions/any/", ""),
    ("/admin/login/", COOKIES),
    ("/admin/articles/article/add/", COOKIES),
]


@pytest.fixture(scope="module")
def settings_of_the_site():
    return {"BODY_TIMEOUT": "4"}


@pytest.mark.parametrize(("path", "more"), PLACES)
def test_silent_senders_hold_nobody_up_and_are_sent_away(site, path, more):
    silent = [site.silent(path, more=more) for _ in range(64)]
    assert {site.get(other)[0] for other in ["/healthz", "/articles/", "/search/?q=press"] * 3} == {200}
    answers = [answer_of(connection) for connection in silent]
    assert {answer.split(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 408 Request Timeout"}
    assert b"press the button again" in answers[0]


def test_one_byte_now_and_then_is_no_excuse(site):
    connection = site.silent()
    for _ in until(60):
        readable, _, _ = select.select([connection], [], [], 0.3)
        if readable:
            break
        connection.sendall(b"x")
    assert answer_of(connection).startswith(b"HTTP/1.1 408 ")


def test_chunks_have_the_same_deadline(site):
    connection = site.begin("POST /webmention/ HTTP/1.1\r\nTransfer-Encoding: chunked", b"5\r\nsourc\r\n")
    assert answer_of(connection).startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("no_uploads")
@pytest.mark.parametrize(("path", "more"), PLACES)
def test_what_is_announced_as_huge_is_refused_unread(site, path, more):
    head = f"POST {path} HTTP/1.1\r\nContent-Length: 150000000{more}\r\nContent-Type: multipart/form-data; boundary=x"
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + b"x" * 3_000_000
    answer = answer_of(site.begin(head, part))
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"nothing was kept" in answer
    assert not UPLOADS.exists()


@pytest.mark.usefixtures("no_uploads")
@pytest.mark.parametrize(("path", "more"), PLACES)
def test_what_turns_out_to_be_huge_is_refused_on_the_way(site, path, more):
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    answer = answer_of(site.begin(f"POST {path} HTTP/1.1\r\nTransfer-Encoding: chunked{more}", chunk * 3))
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_form_in_chunks_is_read_as_any_other(site):
    petition = make_petition()
    fields = {"name": "Amina", "email": "amina@example.org", "country": "KE", "form_token": form_token("SignForm")}
    pieces = (piece.encode() for piece in re.findall(".{1,7}", urlencode(fields)))
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    status, body = site.request("POST", petition.get_absolute_url(), pieces, kind)
    assert (status, "Check your mail" in body) == (200, True)


def test_clara_sends_a_large_picture(site, uploads, client):
    client.force_login(make_staff("clara"))
    status, page = send_picture(site, client)
    assert (status, "mast.png" in page) == (200, True)
    assert list(uploads.iterdir()) == []
