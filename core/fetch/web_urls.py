"""Take web addresses apart strictly and compare them: two spellings of one page are equal, look-alikes are not."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

MAX_LENGTH = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}

_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:@%]+))(?::([0-9]{0,5}))?", re.ASCII)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})", re.ASCII)
_UNRESERVED = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\s\\]")
_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_PARTS = re.compile(r"([^?#]*)([?#]?)(.*)", re.DOTALL)


class NotAWebURL(ValueError):
    """The text is no plain http or https address."""


@dataclass(frozen=True)
class WebURL:
    """An address without its fragment, in one spelling: host in small ASCII, tidy escapes, no dot segments."""

    scheme: str
    host: str  # an IPv6 address stands without its brackets
    port: int
    path: str
    query: str

    @property
    def is_address(self) -> bool:
        """True when the host is an IP address rather than a name."""
        return ":" in self.host or _NUMERIC_LABEL.fullmatch(self.host.rpartition(".")[2]) is not None

    @property
    def host_port(self) -> str:
        """Host and port, such as ``example.org:80`` or ``[::1]:8000``, always with the port."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def authority(self) -> str:
        """What a Host header says: the port only where it is unusual."""
        usual = self.port == DEFAULT_PORTS[self.scheme]
        return self.host_port.rpartition(":")[0] if usual else self.host_port

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def request_target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def page(self) -> tuple[str, str, str]:
        """Equal for two spellings of one page; the final slash is one (the other redirects there on our site)."""
        return self.origin, self.path.rstrip("/"), self.query

    def __str__(self):
        return self.origin + self.request_target


def parse(url: str) -> WebURL:
    """Return the parts of an absolute http or https address; raise NotAWebURL for anything else.

    Refused as well: user names, spaces, control characters, backslashes, escapes in the host, and numbers as a
    host unless they are an IPv4 address in its usual form (``0x7f.1`` and ``2130706433`` mean loopback to some).
    """
    if len(url) > MAX_LENGTH or _FORBIDDEN.search(url):
        raise NotAWebURL("The address contains what no address may.")
    try:
        parts = urlsplit(url)
        scheme = parts.scheme.lower()
        authority = _AUTHORITY.fullmatch(parts.netloc)
        if scheme not in DEFAULT_PORTS or not authority:
            raise NotAWebURL("The address is not one of the web.")
        bracketed, name, port = authority.groups()
        host = str(ipaddress.IPv6Address(bracketed)) if bracketed else _host(name)
        port = int(port) if port else DEFAULT_PORTS[scheme]
        if port > 65535:
            raise NotAWebURL("The address has a port that does not exist.")
        return WebURL(scheme, host, port, _without_dots(_tidy(parts.path)), _tidy(parts.query, "?"))
    except NotAWebURL:
        raise
    except ValueError:
        raise NotAWebURL("The address cannot be read.") from None


def follow(href: str, base: WebURL) -> WebURL | None:
    """Return where a browser goes by this link from a page at ``base``, or None when that is not on the web."""
    href = href.strip(_C0_AND_SPACE).translate({9: None, 10: None, 13: None})
    before, mark, after = _PARTS.findall(href)[0]
    href = (before.replace("\\", "/") + mark + after).replace(" ", "%20").replace("\\", "%5C")
    try:
        return parse(urljoin(str(base), href))
    except ValueError:
        return None


def _host(name):
    name = name.removesuffix(".")
    if not name.isascii():
        name = idna.encode(name, uts46=True).decode("ascii").removesuffix(".")
    name = name.lower()
    labels = name.split(".")
    if len(name) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise NotAWebURL("The address has no usable host name.")
    if _NUMERIC_LABEL.fullmatch(labels[-1]) and str(ipaddress.IPv4Address(name)) != name:
        raise NotAWebURL("The address has a number for a host.")
    return name


def _tidy(text, also_safe=""):
    """Escape what needs it, in capitals, and nothing else."""
    escaped = quote(text, safe="/%:@!$&'()*+,;=-._~" + also_safe)
    return _ESCAPE.sub(_tidy_escape, escaped)


def _tidy_escape(match):
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _without_dots(path):
    """Remove the dot segments (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)
