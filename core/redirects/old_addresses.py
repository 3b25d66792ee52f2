"""What an address that is no longer there may have been remembered as.

WordPress answers at many spellings of one page: with its feed, a page number or /amp/ behind it, below its parent
category, by number. One row for the page is enough; the others follow from it here.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

# ?p=7 and the like: pages that a number names, whatever else stands in the query.
NUMBERED = ("p", "page_id", "attachment_id", "cat", "author")
# All parameters of "/" that name another page than the home page.
PARAMETERS = frozenset({*NUMBERED, "author_name", "category_name", "feed", "m", "paged", "tag"})
_FEEDS = {"": "", "feed": "", "rss": "", "rss2": "", "rdf": "", "atom": "atom/"}
_DATE = re.compile(r"(\d{4})(\d\d)?(\d\d)?")
_FEED = re.compile(r"(?<=/)feed(?:/(?P<format>rss2?|rdf|atom))?/?\Z")
# A page of comments or of a list, a part of a long text, a day of a month, versions for machines.
_TAIL = re.compile(r"(?<=/)(?:comment-page-\d+|page/\d+|amp|embed|trackback|\d{1,4})/?\Z")
_NESTED = re.compile(r"(?<=/category/)(?:[^/]+/)+(?=[^/]+/?\Z)")
_SMALLER = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{2,5}\Z)")
_INDEX = re.compile(r"(?<=/)index\.php/?")
_LANGUAGE = re.compile(r"^/[a-z]{2}(?:-[a-z]{2})?(?=/)")
_MOST = 60  # spellings of one address


class Spelling(NamedTuple):
    """``feed`` is what the feed is called below the page's new address; None for the page itself."""

    path: str
    feed: str | None = None


def spellings(path: str, query: Mapping[str, str]) -> list[Spelling]:
    """Return what may have been remembered, the surest first; ``path`` is in the spelling of ``redirects.normal``."""
    found = dict.fromkeys(_spellings(path, query))
    return list(found)[:_MOST]


def names_another_page(query: Mapping[str, str]) -> bool:
    """Whether such an address can mean nothing but a page of the old site: by a number, or as a feed."""
    return "feed" in query or any(query.get(key, "").isdigit() for key in NUMBERED)


def _spellings(path: str, query: Mapping[str, str]) -> Iterator[Spelling]:
    bases = [
        base for start in dict.fromkeys([path, _INDEX.sub("", path)]) for base in (start, _LANGUAGE.sub("", start))
    ]
    feed = _FEEDS.get(query["feed"].removeprefix("comments-"), "") if "feed" in query else None
    for base in dict.fromkeys(bases):
        folder = base if base.endswith("/") else f"{base}/"
        for old in _of_query(folder, query):
            yield from _alike(old, feed)
        if feed is not None:
            comments = "comments/" if query["feed"].startswith("comments-") else ""
            yield from _alike(f"{folder}{comments}feed/{feed}")
    for base in dict.fromkeys(bases):
        yield from _of_path(base)


def _of_query(folder: str, query: Mapping[str, str]) -> Iterator[str]:
    for key in NUMBERED:
        if query.get(key, "").isdigit():
            kinds = NUMBERED[:3] if key in NUMBERED[:3] else [key]
            yield from (f"{folder}?{kind}={query[key]}" for kind in [key, *kinds])
    for key, base in (("category_name", "category"), ("tag", "tag"), ("author_name", "author")):
        if query.get(key):
            yield f"{folder}{base}/{query[key].rstrip('/').rpartition('/')[2]}/"
    if date := _DATE.fullmatch(query.get("m", "")):
        parts = [part for part in date.groups() if part][:2]
        yield f"{folder}{'/'.join(parts)}/"
    if query.get("paged", "").isdigit():
        yield f"{folder}page/"


def _of_path(path: str) -> Iterator[Spelling]:
    yield from _alike(path)
    feed = None
    if match := _FEED.search(path):
        feed = _FEEDS[match["format"] or ""]
        path = path[: match.start()]
        yield from _alike(f"{path}feed/")
    for _step in range(4):
        if feed is None or path != "/":
            yield from _alike(path, feed)
            yield from _alike(_NESTED.sub("", path), feed)
            yield from _alike(_SMALLER.sub("", path), feed)
        shorter = _TAIL.sub("", path)
        if shorter == path:
            break
        if re.search(r"/page/\d+/?\Z", path):
            yield from _alike(f"{shorter}page/", feed)
        path = shorter


def alike(path: str) -> dict[str, None]:
    """Return the path with and without a slash at its end, and with accents in one character, as ours have them."""
    plain = path.rstrip("/")
    ends = [path, f"{plain}/", plain] if plain and "?" not in path else [path]
    return dict.fromkeys(one for end in ends for one in (end, unicodedata.normalize("NFC", end)))


def _alike(path: str, feed: str | None = None) -> Iterator[Spelling]:
    return (Spelling(one, feed) for one in alike(path))
