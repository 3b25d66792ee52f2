"""Which upload of the old site an address means: the same one in several sizes and spellings, and never another one."""

import re
import unicodedata
from urllib.parse import unquote, urljoin, urlsplit

# WordPress names smaller copies so: press-300x200.jpg; and what it made smaller on arrival: press-scaled.jpg
_COPY = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{2,5}\Z)")
_ARRIVED = re.compile(r"-(?:scaled|rotated)(?=\.\w{2,5}\Z)")
_SIZE = re.compile(r"-(\d{1,5})x\d{1,5}\.\w{2,5}\Z")
# What image services take for sizes; any other query may name another file.
_SIZE_QUERY = re.compile(
    r"(?:(?:w|h|width|height|resize|fit|crop|zoom|quality|q|ssl|strip|fm|auto)=[^&]*(?:&|&amp;|\Z))+", re.I
)
# WordPress.com's image service: https://i0.wp.com/old.example/wp-content/…
_SERVICE = re.compile(r"//i\d\.wp\.com/", re.I)


class Uploads:
    """Finds what was remembered by its address. ``home`` is the old site's: with and without www. its host is one."""

    def __init__(self, home: str = ""):
        self.home = home
        self._hosts = {"", _host(home)}
        self._found: dict[tuple, object] = {}
        self._made_smaller: dict[tuple, object] = {}

    def add(self, address: str, upload) -> None:
        key = self._key(address)
        if key is None:
            return
        self._found[key] = upload
        host, path, query = key
        if (original := _ARRIVED.sub("", path)) != path:
            self._made_smaller[host, original, query] = upload

    def find(self, address: str):
        """Return what the address shows, in whatever size, or None.

        The exact address counts first: an original may have a size in its name, as banner-728x90.png has.
        """
        key = self._key(address)
        if key is None:
            return None
        host, path, query = key
        keys = [key, (host, _COPY.sub("", path), query)]
        return next(
            (known[one] for one in keys for known in (self._found, self._made_smaller) if one in known),
            None,
        )

    def is_ours(self, address: str) -> bool:
        """Whether the address lies on the old site."""
        key = self._key(address)
        return key is not None and key[0] == ""

    def _key(self, address: str) -> tuple[str, str, str] | None:
        """Return (host, path, query) in one spelling, the host empty for the old site; None for what is no address."""
        try:
            parts = urlsplit(_SERVICE.sub("//", urljoin(self.home or "http:///", address.strip())))
            host = _host(parts.geturl())
        except ValueError:
            return None
        if parts.scheme not in {"http", "https"}:
            return None
        path = unicodedata.normalize("NFC", unquote(parts.path))
        query = "" if _SIZE_QUERY.fullmatch(parts.query) else parts.query
        return ("" if host in self._hosts else host), path, query


def width_in(address: str) -> int | None:
    """Return how wide the copy with this name is, or None."""
    match = _SIZE.search(urlsplit(address).path)
    return int(match[1]) if match else None


def _host(address: str) -> str:
    parts = urlsplit(address)
    port = "" if parts.port in {None, 80, 443} else f":{parts.port}"
    return (parts.hostname or "").removeprefix("www.") + port
