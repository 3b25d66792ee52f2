"""One finished page, plain and compressed."""

import gzip
import hashlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import brotli

LARGEST_PAGE = 1024 * 1024  # bytes
FIRST_PART = 0.85  # of a page's time; in the rest it is made anew, if anybody reads it
WORTH_COMPRESSING = 256  # bytes
STALE = "stale-while-revalidate=1, stale-if-error=30"  # seconds; a restart takes ten
DEFAULT_LIFETIME = 60.0  # seconds, for answers that say "public" and no age

_TEXT = re.compile(
    r"text/|application/(json|javascript|xml|manifest\+json|feed\+json|(rss|atom|oembed)\+xml|ld\+json)|image/svg"
)
_AGE = re.compile(r"(?:^|[\s,])(s-maxage|max-age)\s*=\s*\"?(\d+)")
_WEIGHT = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([\d.]+)\s*)?")
# RFC 9110 §15.4.5: what a 304 repeats of the 200.
_KEPT_IN_304 = {"cache-control", "content-location", "date", "expires", "vary"}

# The smallest first. At these levels each takes a millisecond for an article, and brotli's is a seventh smaller.
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}

Headers = list[tuple[str, str]]


def is_for_everybody(status: str, headers: Headers) -> bool:
    """True when the answer may be given to anyone who asks for the same address (RFC 9111, and stricter)."""
    names = _by_name(headers)
    control = names.get("cache-control", "").lower()
    varies = {name.strip().lower() for name in names.get("vary", "").split(",")} - {"", "accept-encoding"}
    return (
        status.startswith("200")
        and "public" in control
        and not any(word in control for word in ("no-store", "no-cache", "private"))
        and "set-cookie" not in names
        and "content-encoding" not in names
        and not varies
        and int(names.get("content-length") or 0) <= LARGEST_PAGE
        and lifetime(headers) > 0
    )


def lifetime(headers: Headers) -> float:
    """Return the seconds a shared cache may keep the answer: s-maxage, else max-age, else a minute."""
    ages = dict(_AGE.findall(_by_name(headers).get("cache-control", "").lower()))
    return float(ages.get("s-maxage") or ages.get("max-age") or DEFAULT_LIFETIME)


def shorten(headers: Headers, seconds: float) -> Headers:
    """Return the headers with an s-maxage of at most so many seconds, rounded up, and at least one."""
    if lifetime(headers) <= seconds:
        return headers
    most = max(1, math.ceil(seconds))
    return [
        (name, re.sub(r"s-maxage=\d+", f"s-maxage={most}", value) if name.lower() == "cache-control" else value)
        for name, value in headers
    ]


class ReadyHeaders(list):
    """Headers as WSGI has them, and ``encoded`` as ASGI has them: done once, and not for every reader."""

    def __init__(self, headers: Headers):
        super().__init__(headers)
        self.encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


class CachedResponse:
    """A finished answer; ``made_at``, ``refresh_at`` and ``expires_at`` are monotonic time.

    ``shown`` are the keys of what stands on it, and ``made_with`` the site's number and those of all keys when making
    it began.
    """

    __slots__ = (
        *("changed_at", "expires_at", "is_html", "made_at", "plain", "refresh_at", "size", "status"),
        *("_generation", "_numbers", "_packed"),
    )

    def __init__(
        self,
        status: str,
        headers: Headers,
        body: bytes,
        *,
        made_at: float,
        shown: Iterable[str] = (),
        made_with: tuple[int | None, Mapping[str, int]] = (None, {}),
    ):
        self.status, self.made_at = status, made_at
        self._numbers = dict.fromkeys(shown, 0)
        self.renew(made_at + lifetime(headers), *made_with)
        self.refresh_at = made_at + lifetime(headers) * FIRST_PART
        digest = hashlib.blake2b(body, digest_size=12).hexdigest()
        names = _by_name(headers)
        kept = [
            (name, value) for name, value in headers if name.lower() not in {"content-length", "etag", "vary", "age"}
        ]
        self.changed_at = names.get("last-modified")
        self.is_html = names.get("content-type", "").startswith("text/html")
        compressible = len(body) >= WORTH_COMPRESSING and _TEXT.match(names.get("content-type", ""))
        if compressible:
            kept.append(("Vary", "Accept-Encoding"))
        self.plain = Encoding(kept, body, f'"{digest}"')
        self._packed: dict[str, Encoding] = {}
        if compressible:
            for name, pack in PACKED.items():
                # Other bytes, so another strong validator (RFC 9110 §8.8.3.3).
                self._packed[name] = Encoding([*kept, ("Content-Encoding", name)], pack(body), f'"{digest}-{name}"')
        self.size = len(body) + sum(len(form.body) for form in self._packed.values()) + 2000

    def renew(self, expires_at: float, generation: int | None, numbers: Mapping[str, int]) -> None:
        """Take it for one that was made with these numbers."""
        self.expires_at = self.refresh_at = expires_at
        self._generation = generation
        self._numbers = {key: numbers.get(key, 0) for key in self._numbers}

    def was_made_with(self, generation: int | None, numbers: Mapping[str, int]) -> bool:
        """Return True while neither the site has another number nor anything that it shows."""
        if self._generation != generation:
            return False
        return not self._numbers or all(numbers.get(key, 0) == number for key, number in self._numbers.items())

    def answer(
        self, environ: dict[str, Any], start_response: Callable, now: float, nginx_until: int | None = None
    ) -> list[bytes]:
        """Answer GET or HEAD, with 304 where the visitor has these very bytes already.

        ``nginx_until`` is the second, counted as ``time.time()`` does, in which nginx may give the answer to others.
        """
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        form = self._packed.get(best_encoding(accepted), self.plain) if accepted else self.plain
        age = int(now - self.made_at)
        if age != form.age or nginx_until != form.nginx_until:
            form.grow_to(age, nginx_until)
        if self._is_known_to(environ, form):
            start_response("304 Not Modified", form.headers_304)
            return []
        start_response(self.status, form.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else form.chunks

    def _is_known_to(self, environ, form) -> bool:
        """A date counts only where no tag is sent (RFC 9110 §13.1.3), and only if it is the page's own.

        An earlier date than the visitor's does not mean that nothing has changed: the newest entry was withdrawn.
        """
        if tags := environ.get("HTTP_IF_NONE_MATCH"):
            return form.is_among(tags)
        return self.changed_at is not None and environ.get("HTTP_IF_MODIFIED_SINCE") == self.changed_at


class Encoding:
    """One encoding of a page, with its headers ready to be sent; Age changes them once a second at most."""

    __slots__ = ("_headers", "_headers_304", "age", "body", "chunks", "etag", "headers", "headers_304", "nginx_until")

    def __init__(self, headers: Headers, body: bytes, etag: str):
        self.body, self.chunks, self.etag = body, [body], etag
        self._headers = [*headers, ("ETag", etag), ("Content-Length", str(len(body)))]
        self._headers_304 = [(name, value) for name, value in headers if name.lower() in _KEPT_IN_304] + [
            ("ETag", etag)
        ]
        self.grow_to(0, None)

    def grow_to(self, age: int, nginx_until: int | None) -> None:
        grown = ("Age", str(age))
        self.headers = ReadyHeaders(_for_nginx([*self._headers, grown], nginx_until))
        self.headers_304 = ReadyHeaders(_for_nginx([*self._headers_304, grown], nginx_until))
        self.age, self.nginx_until = age, nginx_until

    def is_among(self, if_none_match: str) -> bool:
        """Compare weakly with the list of If-None-Match (RFC 9110 §13.1.2)."""
        if if_none_match == self.etag or if_none_match.strip() == "*":
            return True
        return self.etag in {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}


@lru_cache(1000)
def best_encoding(accept_encoding: str) -> str:
    """Return which of ours a visitor wants most, of equals the smaller, or nothing (RFC 9110 §12.5.3)."""
    weights = {}
    for part in accept_encoding.lower().split(","):
        if match := _WEIGHT.fullmatch(part):
            weights[match[1]] = _number(match[2] or "1")
    best = max(PACKED, key=lambda name: weights.get(name, 0.0))
    return best if weights.get(best, 0.0) > 0 else ""


def _number(weight):
    try:
        return float(weight)
    except ValueError:
        return 0.0


def _for_nginx(headers: Headers, until: int | None) -> Headers:
    """Return the headers with how long nginx may keep the answer, and show it while it fetches a new one, or cannot.

    That is told by RFC 5861 and not in nginx' own file, for there it has no end: what was taken back would be shown
    again whenever the site does not answer.
    """
    if until is None:
        return headers
    told = [(name, f"{value}, {STALE}" if name.lower() == "cache-control" else value) for name, value in headers]
    # Last: where X-Accel-Expires comes first, nginx up to 1.22 reads nothing of Cache-Control.
    return [*told, ("X-Accel-Expires", f"@{until}")]


def _by_name(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}
