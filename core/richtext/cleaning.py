"""What a text of ours may contain: the list of tags and attributes, and the words without them.

The security boundary of everything editors, imports and other sites hand in; see ``markup`` for showing it.
"""

import re
from functools import lru_cache
from html import escape, unescape
from urllib.parse import unquote

import nh3
from django.conf import settings

from ..slugs import LETTERS
from . import embeds, figcaptions, footnotes, link_addresses, office_html, table_headers

ALLOWED_EVERYWHERE = {"lang", "dir", "id"}
_BARE = """
    b bdi br caption cite code dd del dl dt em figcaption h1 h2 h3 h4 h5 h6 hr i ins kbd li mark pre
    q s span strong sub sup table tbody tfoot thead tr wbr
"""
ALLOWED = {
    **{tag: set() for tag in _BARE.split()},
    "a": {"href", "title", "hreflang", "class"},
    "abbr": {"title"},
    "blockquote": {"class"},
    "div": {"class"},
    "figure": {"class"},
    "img": {"src", "alt", "width", "height", "class", "data-embed"},
    "ol": {"start", "reversed"},
    "p": {"data-embed"},
    "small": {"data-note"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "ul": {"class"},
}
_SIDES = ("left", "right", "center")  # where a picture stands; words run round it on the other side
# The only classes: what texts may say of their looks.
CLASSES = {
    "a": ("button",),
    "blockquote": ("pull",),
    "div": ("note", "columns"),
    "figure": _SIDES,
    "img": _SIDES,
    "ul": ("gallery",),
}
_DROPPED_WITH_CONTENT = set("script style template iframe object noscript svg math title textarea".split())  # noqa: SIM905

# Attributes whose value must look like this, or they go.
_NUMBER = re.compile(r"\d{1,5}")
_VALUES = {
    # Narrower than browsers: what looks like a scheme of its own, in whatever disguise, is none of ours.
    "href": re.compile(r"(?i:https?|mailto|tel):.*|[^:]*|[^:/?#]*[/?#].*", re.S),
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}"),
    "hreflang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "datetime": re.compile(r"[0-9TZ:.+ -]{4,35}"),
    "data-embed": embeds.MARK,
    **dict.fromkeys(["width", "height", "colspan", "rowspan", "start"], _NUMBER),
}
# An id in a text gets this prefix, so that no text can take the place of an id of the page.
ID_PREFIX = "t-"
_NOT_IN_ID = re.compile(rf"[^{LETTERS}-]+")

_SHIFTED = {"h1": "h2", "h5": "h4", "h6": "h4"}

# In HTML that nh3 wrote: it escapes < and > in attributes and puts all values in double quotes.
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
# What XML and Postgres cannot hold, and lone surrogates.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Tags that may be open at once; the parser's time grows with the square of it, and no human being nests that deep.
_DEEPEST = 500
_CLOSE_BY_THEMSELVES = set("p li br img hr td tr th dt dd tbody thead option input".split())  # noqa: SIM905
_HAS_MARKUP = re.compile("[<&\r\0]")
_BLOCK = re.compile(
    r"<(?=/?(?:p|h\d|li|ul|ol|dl|dt|dd|blockquote|pre|table|tr|td|th|caption|figure|figcaption|hr|div)\b)", re.I
)


def clean(html: str, with_headers: bool = True) -> str:
    """Return the part of the HTML that a text of ours may contain; ``clean(clean(x)) == clean(x)``.

    No scripts, styles, frames or forms; links to http, https, mailto and tel; pictures from our own MEDIA_URL only
    (a reader's browser asks no other host for anything); h1 becomes h2, for the page has its own; embed marks stay.
    Footnotes of word processors become ours, links get the scheme they lack, and tables a row of headers.
    """
    html = _readable(html)
    # Removing one element may let the parser see another; nearly always the second pass changes nothing.
    for _attempt in range(8):
        before, html = html, _cleaned(html)
        html = table_headers.added(html) if with_headers else html
        if html == before:
            return html
    return escape(plain(html), quote=False)


def _cleaned(html: str) -> str:
    return footnotes.keyed(_tidy(_cleaner().clean(office_html.ours(html))))


def plain(html: str) -> str:
    """Return the words alone, unescaped; blocks are a blank line apart. It is not safe: the template escapes it."""
    text = _readable(html)
    if _HAS_MARKUP.search(text):
        text = _BLOCK.sub("\n\n<", footnotes.bracketed(embeds.remove(text)))
        text = re.sub(r"<br\s*/?>", "\n", text, flags=re.I)
        text = unescape(nh3.clean(text, tags=set(), clean_content_tags=_DROPPED_WITH_CONTENT))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(ALLOWED),
        attributes={**ALLOWED, "*": ALLOWED_EVERYWHERE},
        attribute_filter=_attribute,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return next((name for name in CLASSES.get(tag, ()) if name in value.split()), None)
    if name == "id":
        text = _NOT_IN_ID.sub("-", value.strip().removeprefix(ID_PREFIX)).strip("-")[:80]
        return ID_PREFIX + text if text else None
    if tag == "img" and name == "src":
        own = value.strip().removeprefix(settings.SITE_URL)
        inside = own.startswith(settings.MEDIA_URL) and not re.search(r"\.\.|\\", unquote(own))
        return own if inside else None
    if name == "data-note":  # whatever was written there, it is a note; it gets its key when all are known
        return value if footnotes.KEY.fullmatch(value) else footnotes.NEW
    if name in _VALUES:
        return value if _VALUES[name].fullmatch(value) else None
    return value


def is_link(address: str) -> bool:
    """Whether a link may lead to this address."""
    scheme, colon, _rest = address.partition(":")
    known = scheme.lower() in {"http", "https", "mailto", "tel"} if colon and scheme.isascii() else True
    return bool(_VALUES["href"].fullmatch(address)) and (known or bool(re.search(r"[/?#]", scheme)))


def ids(html: str) -> set[str]:
    """Return all ids in cleaned HTML."""
    return {value for tag in TAG.finditer(html) for name, value in ATTRIBUTE.findall(tag[3]) if name == "id"}


def _tidy(html: str) -> str:
    """Return what nh3 cleaned with what it has no option for: h1, rel of links, lost pictures, ids twice, captions."""
    known: set[str] = ids(html)
    seen: set[str] = set()

    def tidy(match):
        closing, tag, attributes = match[1], _SHIFTED.get(match[2], match[2]), dict(ATTRIBUTE.findall(match[3]))
        if tag == "img":
            if not {"src", "data-embed"} & attributes.keys():
                return ""
            attributes.setdefault("alt", "")
        if "id" in attributes:
            if attributes["id"] in seen:
                del attributes["id"]
            else:
                seen.add(attributes["id"])
        if tag == "a":
            _tidy_link(attributes, known)
        written = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f"<{closing}{tag}{written}>"

    # The parser swallows one line break after <pre> each time it reads it.
    return re.sub(r"(<pre(?:\s[^<>]*)?>)\n+", r"\1", figcaptions.tidy(TAG.sub(tidy, html))).strip()


def _tidy_link(attributes: dict, known: set[str]):
    address = attributes.get("href", "").strip()
    if address.startswith("#") and ID_PREFIX + address[1:] in known and address[1:] not in known:
        attributes["href"] = f"#{ID_PREFIX}{address[1:]}"
    elif address:
        attributes["href"] = address = link_addresses.mended(address)
    if re.match(r"(?:https?:)?[/\\]{2}", address, re.I) and not address.startswith(settings.SITE_URL + "/"):
        attributes["rel"] = "noopener"


def _readable(html: str) -> str:
    """Return HTML that the parser reads in bounded time: what is nested without end loses all its tags."""
    html = UNPRINTABLE.sub("", html or "")
    return re.sub(r"<[^<>]*>", " ", html).replace("<", "&lt;") if _depth(html) > _DEEPEST else html


def _depth(html: str) -> int:
    """Return about how many tags are open at once; those that close by themselves count only a little too much."""
    depth = deepest = 0
    for closing, tag in re.findall(r"<(/?)([a-zA-Z]+)", html):
        if tag.lower() not in _CLOSE_BY_THEMSELVES:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest
