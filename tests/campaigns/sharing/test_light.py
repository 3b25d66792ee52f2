"""Alice signs over a slow line: no JavaScript, no cookie, three requests, fifty kilobytes in all."""

import html
import http.client
import re
from urllib.parse import urlencode, urlsplit

import pytest

from campaigns.models import Signature
from campaigns.signatures.names import STYLES
from core.models import OutboxMail
from tests.factories import make_campaign, make_petition
from tests.hostile_strings import sample
from tests.letters import form_token, link


class Line:
    """A client that keeps nothing, follows nothing, and counts every byte that comes down the line."""

    def __init__(self, url):
        self.host, self.requests, self.bytes = urlsplit(url).netloc, 0, 0

    def ask(self, path, fields=None):
        connection = http.client.HTTPConnection(self.host)
        method, body = ("POST", urlencode(fields)) if fields else ("GET", None)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read()
        self.requests += 1
        self.bytes += len(page) + len(str(answer.headers)) + 20  # the status line
        assert answer.headers["Set-Cookie"] is None
        return answer.status, page.decode()


def hidden(page):
    """Return what a browser would send back of the hidden fields."""
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page)
    return {name: html.unescape(value) for name, value in found}


@pytest.mark.django_db(transaction=True)
def test_three_requests_and_fifty_kilobytes(live_server):
    petition = make_petition(campaign=make_campaign(), body="<p>" + "Why it matters. " * 200 + "</p>")
    line = Line(live_server.url)
    _status, page = line.ask(petition.get_absolute_url())
    alice = {"name": "Alice Moreau", "email": "alice@example.org", "country": "FR"}
    status, page = line.ask(petition.get_absolute_url(), {**hidden(page), **alice})
    assert status == 200
    code = re.search(r"^    (\w{4} \w{4})$", OutboxMail.objects.get().text, re.M)[1]
    action = re.search(r'<form class="form" method="post" action="([^"]+)"', page)[1]
    status, page = line.ask(action, {**hidden(page), "code": code})
    assert (status, "You count" in page) == (200, True)
    assert Signature.objects.get().status == "confirmed"
    assert line.requests == 3
    assert line.bytes < 50_000


@pytest.mark.crowd
@pytest.mark.django_db(transaction=True)
def test_what_programs_break_on_breaks_nothing(live_server):
    petition = make_petition()
    line = Line(live_server.url)
    others = ("email", "country", "style", "seen", "use_email", "postcode", "via", "form_token", "comment", "city")
    for number, text in enumerate([*sample(), "x" * 10_000, "ä" * 5_000]):
        ours = {"form_token": form_token("SignForm"), "country": "FR", "email": f"n{number}@example.org", "name": text}
        strange = {others[number % 10]: text or " ", "public": "on"}
        status, _page = line.ask(petition.get_absolute_url(), {**ours, **strange})
        assert status in {200, 422}, text[:50]
        if number % 8 == 0:
            code = {"form_token": form_token("CodeForm"), "page": text or " ", "code": text or " "}
            assert line.ask(f"{petition.get_absolute_url()}check-your-mail/", code)[0] == 422
    for path in ("paused_at", "closed_at"):
        shut = make_petition(**{path: petition.published_at})
        assert line.ask(shut.get_absolute_url(), {"form_token": form_token("SignForm"), "name": "Al"})[0] == 422
    assert line.ask("/petitions/unknown/", {"name": "Al"})[0] == 404


@pytest.mark.django_db
@pytest.mark.parametrize("style", [*STYLES, ""])
def test_the_name_is_shown_in_the_style_that_was_chosen(client, style):
    petition = make_petition()
    fields = {"name": "Alice Moreau", "email": "a@example.org", "country": "FR", "form_token": form_token("SignForm")}
    client.post(petition.get_absolute_url(), {**fields, "public": "on", "style": style, "city": "Lyon"})
    shown = {"initial": "Alice M.", "first": "Alice", "letter": "A.", "full": "Alice Moreau", "": "Alice M."}[style]
    told = f"<bdi>{shown}</bdi> from <bdi>Lyon</bdi>, France"
    mail = OutboxMail.objects.get()
    assert told in client.get(link(mail, "confirm")).text
    client.post(link(mail, "confirm"))
    assert told in client.get(petition.get_absolute_url()).text
