"""The one door through which this site asks other hosts for something.

Strangers name the pages we fetch (mentions), so each request must reach the open Internet only and end soon. A name
is resolved once, every address it has must be public, and the connection goes to an address that was checked: a name
server that changes its mind changes nothing. A test forbids HTTP clients anywhere else.
"""

import email.utils
import http.client
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from .. import identity
from . import charsets, web_urls
from .deadlines import Deadline, TimedSocket, addresses_of, connect
from .public_ips import is_loopback, is_public

SECONDS = 5.0
MAX_BYTES = 1024 * 1024
MAX_REDIRECTS = 5
MAX_ADDRESSES = 4  # of one name to try
LONGEST_PATIENCE = 24 * 3600  # seconds

_REDIRECTS = {301, 302, 303, 307, 308}
_PORTS = {80, 443}
_NO_ANSWER = "The address gave no usable answer."


class FetchError(Exception):
    """No usable answer. The message may be shown: it never tells what was found at an address."""


class FetchRefused(FetchError):
    """We do not ask this: the address is not one of the open web (nothing was sent there)."""


class Unreachable(FetchError):
    """No answer, a broken one, one that took too long, or too many redirects. Another day may be better."""


class TooSoon(FetchError):
    """``may_visit`` said no, before anything was sent to that host: ask again later."""


class TooLarge(FetchError):
    """The answer is longer than the limit."""


class UnreadableResponse(FetchError):
    """The answer is of a type or an encoding that was not asked for."""


@dataclass(frozen=True)
class FetchResponse:
    """``url`` is the final one, after redirects; ``body`` is empty unless the status is 2xx."""

    status: int
    url: str
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def content_type(self) -> str:
        """The type alone, in small letters: ``text/html``; text/plain where the answer names none."""
        return self.headers.get_content_type()

    def text(self) -> str:
        """Return the body as text, whatever it contains."""
        return charsets.decode(self.body, self.headers.get_content_charset())


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses of a name as the system knows them, best first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: bytes | dict[str, str] | None = None,
    content_type: str | None = None,
    accept: str = "text/html, application/xhtml+xml",
    types: tuple[str, ...] | None = None,
    seconds: float = SECONDS,
    limit: int = MAX_BYTES,
    purpose: str = "verifying a link",
    may_visit: Callable[[str, list[str]], bool] = lambda host, addresses: True,
    resolve: Callable[[str, int], list[str]] = system_resolver,
) -> FetchResponse:
    """Ask for a page of the open web, with GET, HEAD or POST, and return the answer, whatever its status.

    A dictionary as ``body`` is sent as a form. With ``types`` an answer of another type is refused before its body
    is read. ``seconds`` is for everything together: names, TLS, redirects, headers, body. ``may_visit(host,
    addresses)`` is asked before every connection, those of redirects too. ``resolve(host, port)`` returns addresses.
    Raises Refused, Unreachable, TooSoon, TooLarge or Unreadable, all of them FetchError.
    """
    if method not in {"GET", "HEAD", "POST"}:
        raise ValueError(f"fetch() does not speak {method}.")
    if isinstance(body, dict):
        body, content_type = urlencode(body).encode("ascii"), "application/x-www-form-urlencoded"
    headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": user_agent(purpose)}
    headers |= {"Connection": "close"} | ({"Content-Type": content_type} if content_type else {})
    deadline = Deadline(seconds)
    page = _parse(url)
    for _ in range(MAX_REDIRECTS + 1):
        addresses = _allowed_addresses(page, resolve, deadline)
        if not may_visit(page.host, addresses):
            raise TooSoon("We have asked there a moment ago.")
        answer = _ask(page, addresses, method, body, headers, types, limit, deadline)
        location = answer.headers.get("Location")
        if answer.status not in _REDIRECTS or location is None:
            return answer
        page = _follow(page, location)
        if method == "POST" and answer.status not in {307, 308}:
            method, body = "GET", None
            headers.pop("Content-Type", None)
    raise Unreachable("The address redirects too often.")


def retry_after(answer: FetchResponse) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110 §10.2.3), a day at most; None where it says nothing."""
    said = (answer.headers.get("Retry-After") or "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), LONGEST_PATIENCE)
    date = email.utils.parsedate_tz(said)
    return min(max(email.utils.mktime_tz(date) - time.time(), 0), LONGEST_PATIENCE) if date else None


def user_agent(purpose: str) -> str:
    """Say honestly who asks and why, so that those who are asked can find and stop us."""
    name = re.sub(r"[^A-Za-z0-9]", "", identity.current().name) or "Website"
    return f"{name}/1.0 (+{settings.SITE_URL}; {purpose})"


def _ask(page, addresses, method, body, headers, types, limit, deadline):
    """Return the answer of one page, redirect or not."""
    try:
        tls_name = page.host if page.scheme == "https" else None
        with connect(addresses, page.port, tls_name, deadline) as connected:
            connection = http.client.HTTPConnection(page.host, page.port)
            connection.auto_open = 0  # it shall never connect by itself
            connection.sock = TimedSocket(connected, deadline)
            connection.request(method, page.request_target, body, {"Host": page.authority, **headers})
            response = connection.getresponse()
            wanted = 200 <= response.status < 300 and method != "HEAD"
            read = _read(response, types, limit) if wanted else b""
            return FetchResponse(response.status, str(page), response.headers, read)
    except (OSError, http.client.HTTPException, ValueError):
        raise Unreachable(_NO_ANSWER) from None


def _read(response, types, limit):
    if types and response.headers.get_content_type() not in types:
        raise UnreadableResponse("The answer is of another type than asked for.")
    # Otherwise a few kilobytes could unpack to gigabytes.
    if response.headers.get("Content-Encoding", "").strip().lower() not in {"", "identity"}:
        raise UnreadableResponse("The answer is compressed, although we asked that it is not.")
    if (response.length or 0) > limit:
        raise TooLarge("The answer is too long.")
    body = bytearray()
    while piece := response.read1(65536):
        body += piece
        if len(body) > limit:
            raise TooLarge("The answer is too long.")
    if response.length:
        raise Unreachable(_NO_ANSWER)
    return bytes(body)


def _allowed_addresses(page, resolve, deadline):
    """Return the addresses to connect to; raise Refused unless every single one is allowed."""
    listed = page.host_port in getattr(settings, "FETCH_ALLOWED_LOOPBACK", ())
    if not listed and (page.port not in _PORTS or not (page.is_address or "." in page.host)):
        raise FetchRefused("We do not fetch from this address.")
    addresses = [page.host] if page.is_address else addresses_of(page.host, page.port, resolve, deadline)
    if not addresses:
        raise Unreachable(_NO_ANSWER)
    if not all(map(is_loopback if listed else is_public, addresses)):
        raise FetchRefused("We do not fetch from this address.")
    return addresses[:MAX_ADDRESSES]


def _parse(url):
    try:
        return web_urls.parse(url)
    except web_urls.NotAWebURL:
        raise FetchRefused("This is not the address of a page on the web.") from None


def _follow(page, location):
    # http.client reads headers as Latin-1, browsers read them as UTF-8.
    following = web_urls.follow(location.encode("latin-1", "replace").decode("utf-8", "replace"), page)
    if following is None or (page.scheme == "https" and following.scheme == "http"):
        raise FetchRefused("The address redirects to where we do not go.")
    return following
