"""Reads a WordPress export (WXR 1.0 to 1.2) as a stream: one item in memory at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

VERSIONS = {"1.0", "1.1", "1.2"}
# Some sites have replaced “http:” in the names of the namespaces, too.
_WXR = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/(excerpt/)?\}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_PREFIXES = {
    "{http://purl.org/rss/1.0/modules/content/}": "content:",
    "{http://purl.org/dc/elements/1.1/}": "dc:",
    "{http://wellformedweb.org/CommentAPI/}": "wfw:",
}


class UnreadableExport(Exception):
    """The file is no WordPress export, or is damaged; the message says where."""


@dataclass
class Author:
    id: str
    login: str
    name: str


@dataclass
class Term:
    """What menus and addresses name by its number: a category or a tag."""

    id: str
    slug: str
    is_category: bool


@dataclass
class ExportedComment:
    id: str
    parent: str
    kind: str  # "" and "comment" are comments; else "pingback" or "trackback"
    approved: str  # "1", "0", "spam", "trash"
    name: str
    url: str
    text: str
    at: datetime | None
    meta: dict[str, str] = field(default_factory=dict)


@dataclass
class ExportedItem:
    id: str
    kind: str  # "post", "page", "attachment", …
    status: str
    title: str
    link: str
    slug: str
    creator: str
    body: str
    excerpt: str
    at: datetime | None
    password: str
    comments_open: bool
    pings_open: bool
    attachment_url: str
    order: int
    parent: str  # the number of the post that an upload belongs to, or "0"
    guid: str  # the address that an upload had first
    is_sticky: bool
    terms: list[tuple[str, str, str]] = field(default_factory=list)  # (domain, slug, name)
    comments: list[ExportedComment] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)  # custom fields; of a name used twice the last value


@dataclass
class Site:
    """What the head of the file says; it is complete before the first item comes."""

    title: str = ""
    address: str = ""
    language: str = ""
    version: str = ""


def read(file) -> Iterator[Site | Author | Term | ExportedItem]:
    """Yield the site, then authors, terms and items in the order of the file (a binary stream).

    Raises Unreadable, with the line, for anything that is not a well-formed export; whatever came before it has then
    been yielded already, so the caller must be able to take it back.
    """
    site, announced = Site(), False
    depth, root = 0, None
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                root, depth = root if root is not None else element, depth + 1
                continue
            depth -= 1
            name = _name(element)
            if depth != 2:  # rss > channel > what we look for
                continue
            if name == "title":
                site.title = element.text or ""
            elif name == "wp:wxr_version":
                site.version = (element.text or "").strip()
            elif name == "language":
                site.language = (element.text or "").strip()
            elif name in {"wp:base_blog_url", "link"} and element.text:
                site.address = (
                    element.text.strip() if name == "wp:base_blog_url" else site.address or element.text.strip()
                )
            elif name in _READERS:
                if not announced:
                    announced = True
                    yield _checked(site)
                yield _READERS[name](element)
            root[0].clear()  # what has been read is forgotten, so that memory stays flat
    except ParseError as error:
        line, column = error.position
        raise UnreadableExport(f"The file is damaged at line {line}, column {column + 1}: {error.msg}.") from None
    except DefusedXmlException:
        raise UnreadableExport(
            "The file declares a document type, which no WordPress export does. It was not read."
        ) from None
    if not announced:
        yield _checked(site)


def _checked(site: Site) -> Site:
    if not site.version:
        raise UnreadableExport(
            "This is no WordPress export: it names no WXR version before its first item. "
            "Make one in WordPress under Tools, Export."
        )
    if site.version not in VERSIONS:
        raise UnreadableExport(f"WXR version {site.version!r} is unknown here; 1.0, 1.1 and 1.2 can be read.")
    return site


def _name(element: Element) -> str:
    return _name_of(element.tag)


@lru_cache(200)
def _name_of(tag: str) -> str:
    for namespace, prefix in _PREFIXES.items():
        if tag.startswith(namespace):
            return prefix + tag.removeprefix(namespace)
    return _WXR.sub(lambda match: "excerpt:" if match[1] else "wp:", tag)


def _texts(element: Element) -> dict[str, str]:
    return {_name(child): child.text or "" for child in element if len(child) == 0}


def _author(element: Element) -> Author:
    texts = _texts(element)
    login = texts.get("wp:author_login", "").strip()
    return Author(
        id=texts.get("wp:author_id", "").strip(),
        login=login,
        name=texts.get("wp:author_display_name", "").strip() or login,
    )


def _term(element: Element) -> Term:
    texts = _texts(element)
    slug = texts.get("wp:category_nicename") or texts.get("wp:tag_slug") or texts.get("wp:term_slug") or ""
    return Term(
        id=texts.get("wp:term_id", "").strip(), slug=unquote(slug.strip()), is_category="wp:category_nicename" in texts
    )


def _item(element: Element) -> ExportedItem:
    texts = _texts(element)
    item = ExportedItem(
        id=texts.get("wp:post_id", "").strip(),
        kind=texts.get("wp:post_type", "post").strip(),
        status=texts.get("wp:status", "publish").strip(),
        title=texts.get("title", "").strip(),
        link=texts.get("link", "").strip(),
        slug=unquote(texts.get("wp:post_name", "").strip()),
        creator=texts.get("dc:creator", "").strip(),
        body=texts.get("content:encoded", ""),
        excerpt=texts.get("excerpt:encoded", ""),
        at=date(texts.get("wp:post_date_gmt")) or date(texts.get("wp:post_date")) or _rss_date(texts.get("pubDate")),
        password=texts.get("wp:post_password", "").strip(),
        comments_open=texts.get("wp:comment_status", "open").strip() == "open",
        pings_open=texts.get("wp:ping_status", "open").strip() == "open",
        attachment_url=texts.get("wp:attachment_url", "").strip(),
        order=_number(texts.get("wp:menu_order", "")),
        parent=texts.get("wp:post_parent", "").strip(),
        guid=texts.get("guid", "").strip(),
        is_sticky=texts.get("wp:is_sticky", "").strip() == "1",
    )
    for child in element:
        if _name(child) == "category":
            item.terms.append((child.get("domain", "category"), unquote(child.get("nicename", "")), child.text or ""))
        elif _name(child) == "wp:comment":
            item.comments.append(_comment(child))
    item.meta = _meta(element, "wp:postmeta")
    return item


_READERS = {"wp:author": _author, "wp:category": _term, "wp:tag": _term, "wp:term": _term, "item": _item}


def _number(text: str) -> int:
    """Return a place in an order; 0 for whatever is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _meta(element: Element, name: str) -> dict[str, str]:
    fields = [_texts(child) for child in element if _name(child) == name]
    return {texts.get("wp:meta_key", ""): texts.get("wp:meta_value", "") for texts in fields}


def _comment(element: Element) -> ExportedComment:
    texts = _texts(element)
    return ExportedComment(
        id=texts.get("wp:comment_id", "").strip(),
        parent=texts.get("wp:comment_parent", "").strip(),
        kind=texts.get("wp:comment_type", "").strip(),
        approved=texts.get("wp:comment_approved", "").strip(),
        name=texts.get("wp:comment_author", "").strip(),
        url=texts.get("wp:comment_author_url", "").strip(),
        text=texts.get("wp:comment_content", ""),
        at=date(texts.get("wp:comment_date_gmt")) or date(texts.get("wp:comment_date")),
        meta=_meta(element, "wp:commentmeta"),
    )


def date(text: str | None) -> datetime | None:
    """Return the moment, or None for what WordPress writes when there is none (0000-00-00 00:00:00)."""
    text = (text or "").strip()
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)  # a tenth of the time of strptime
    except ValueError:
        return None


def _rss_date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime((text or "").strip())
    except ValueError:
        return None
    return date if date.year > 1 else None
