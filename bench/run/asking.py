"""What is asked: pages, links with something appended, signatures, as the bytes of HTTP/1.1."""

import http.client
import random
import re
from collections.abc import Iterator
from itertools import repeat
from urllib.parse import urlencode

from tests.letters import form_token

# The Host is that of SITE_URL, the browser a person's: readers are counted and machines are not.
HEAD = "Host: 127.0.0.1\r\nUser-Agent: Mozilla/5.0\r\nX-Forwarded-Proto: http\r\nX-Forwarded-For: {place}\r\n"
WORDS = ("printer", "border", "witness", "editor", "radio")

# By the name of the row: our path, Wagtail's, and words that both must show.
PAGES = {
    "article": ("/articles/article-3/", "/articles/article-3/", "Article 3"),
    "list": ("/articles/", "/articles/", "Article 11"),
    "home": ("/", "/", "Article 5"),
    "petition": ("/petitions/petition/", "/petition/", "Free the printers"),
    "search": ("/search/?q=printer", "/search/?q=printer", "Article"),
}
HELLO = ("/bench/hello", "/hello/", "Hello")


def get(path: str, place: str = "203.0.113.1") -> bytes:
    return f"GET {path} HTTP/1.1\r\n{HEAD.format(place=place)}\r\n".encode()


def post(path: str, form: dict[str, str], place: str, cookie: str = "") -> bytes:
    body = urlencode(form)
    head = HEAD.format(place=place) + (f"Cookie: {cookie}\r\n" if cookie else "")
    kind = "Content-Type: application/x-www-form-urlencoded"
    return f"POST {path} HTTP/1.1\r\n{head}{kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def page(path: str) -> Iterator[bytes]:
    return repeat(get(path))


def with_click_id(path: str) -> Iterator[bytes]:
    """A link as it comes from a network: no two alike."""
    while True:
        yield get(f"{path}?fbclid=IwAR0x9fQz-3nTVw7{random.getrandbits(64):x}")


def readers(paths: list[str], search: str) -> Iterator[bytes]:
    """People who read all there is, one after another, and now and then search."""
    while True:
        for number, path in enumerate(paths):
            yield get(path)
            if number % 10 == 0:
                yield get(f"{search}?q={random.choice(WORDS)}")


def our_signatures() -> Iterator[bytes]:
    """Everybody signs once, from networks of their own, on pages that were opened within two hours."""
    while True:
        token = form_token("SignForm", random.randrange(30, 7200))
        form = {"name": "Alice Moreau", "country": "FR", "email": _mailbox(), "form_token": token}
        yield post("/petitions/petition/", form, _place())


def wagtail_signatures(address) -> Iterator[bytes]:
    cookie, token = _csrf(address, "/petition/")
    while True:
        form = {"name": "Alice Moreau", "country": "FR", "e_mail": _mailbox(), "csrfmiddlewaretoken": token}
        yield post("/petition/", form, _place(), cookie)


def bare_signatures(address) -> Iterator[bytes]:
    cookie, token = _csrf(address, "/petitions/1/")
    while True:
        form = {"petition": "1", "first_name": "Alice", "last_name": "Moreau", "email": _mailbox()}
        yield post("/petitions/1/", form | {"csrfmiddlewaretoken": token}, _place(), cookie)


def fetch(address, path: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(*address)
    connection.request("GET", path, headers={"Host": "127.0.0.1", "X-Forwarded-Proto": "http"})
    answer = connection.getresponse()
    return answer, answer.read()


def _csrf(address, path) -> tuple[str, str]:
    answer, body = fetch(address, path)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    return cookie, re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', body)[1].decode()


def _mailbox() -> str:
    return f"alice.{random.getrandbits(64):x}@gmail.com"


def _place() -> str:
    return ".".join(str(random.randrange(1, 250)) for _ in range(4))
