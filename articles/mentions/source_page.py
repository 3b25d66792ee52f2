"""Read a page elsewhere that is said to link to one of ours: does it, and what does it say around the link?

Everything that comes out is plain text of strangers: templates escape it, and put it between <bdi> tags.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from core.fetch import web_urls
from core.richtext.html_tokens import tokens

from . import mention_targets
from .microformats import Microformats

MAX_LINKS = 10_000  # a page with more is no answer to anything
CONTEXT = 100  # characters each side of the link
MAX_TITLE = 200
MAX_AUTHOR = 100
MAX_REPLY = 600

_LINKS = {
    **dict.fromkeys(["a", "area"], "href"),
    **dict.fromkeys(["img", "video", "audio", "source", "embed", "iframe"], "src"),
    "object": "data",
}
# Paragraphs go on through these, and end with every other tag.
_INLINE = re.compile(
    "a|abbr|acronym|area|audio|b|bdi|bdo|big|br|button|cite|code|data|del|dfn|em|embed|font|i|iframe|img|ins|kbd|label"
    "|map|mark|math|noscript|object|picture|q|rp|rt|ruby|s|samp|script|small|source|span|strike|strong|style|sub|sup"
    "|svg|time|tt|u|var|video|wbr"
)
_END_OF_DRAWING = {"body", "blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "table", "ul"}
_SPACE = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"  # Persian and emoji need them


class Reading(NamedTuple):
    """``excerpt`` is "[…] words link words […]" and may be empty, as may title and author.

    ``relation`` is reply, like, repost or bookmark where the link's microformats say so, else mention; a reply's
    excerpt is the beginning of its ``e-content``, for there the link stands apart from the words.
    ``unlisted``: the page asks machines not to keep or list it (noindex, noarchive), so do not show its words.
    """

    linked: bool
    title: str = ""
    author: str = ""
    excerpt: str = ""
    unlisted: bool = False
    relation: str = "mention"


def read(document: str, url: str, targets: Iterable[str], robots: Iterable[str] = ()) -> Reading:
    """Read the HTML ``document`` fetched from ``url`` and look for an exact link to one of ``targets``.

    A link is the address in an <a>, <area>, <img>, <video>, <audio>, <source>, <embed>, <iframe> or <object>; none in
    comments, scripts, styles, templates, <noscript> or <textarea>. Addresses are equal when scheme, host, port, path
    and query are; fragment, case of escapes, the default port and a final slash do not matter, nor, for pages of ours,
    the scheme and the name by which this site is reached (``mention_targets.one_spelling``). ``<base href>`` counts.
    ``robots`` are the values of the X-Robots-Tag headers. Takes about a second for 1 MiB, whatever is in it.
    """
    page = _Page(
        document, web_urls.parse(url), {mention_targets.one_spelling(web_urls.parse(target)) for target in targets}
    )
    said = tidy(page.microformats.content, MAX_REPLY) if page.microformats.relation == "reply" else ""
    return Reading(
        linked=page.linked,
        title=tidy(page.shared_title or page.title, MAX_TITLE),
        author=tidy(page.microformats.author or page.author, MAX_AUTHOR),
        excerpt=said or page.excerpt,
        relation=page.microformats.relation,
        unlisted=any(map(_asks_not_to_be_listed, [*page.robots, *robots])),
    )


def tidy(text: str, limit: int) -> str:
    """Return a stranger's text on one line: no control characters, none that turn the direction of writing."""
    return _head(_clean(_fold(text)[: 4 * limit]).strip(), limit).strip()


class _Page:
    """What one pass over the tokens finds."""

    def __init__(self, document, url, targets):
        self.targets = targets
        self.title = self.shared_title = self.author = self.excerpt = ""
        self.robots, self.linked, self.links = [], False, 0
        self.words, self.link_from, self.link_to = [], None, None
        self.title_open, self.drawings, self.has_context = False, 0, False
        self.microformats = Microformats()
        found = list(tokens(document))
        bases = (token.attributes["href"] for token in found if token.value == "base" and "href" in token.attributes)
        # A <base> is valid for the links before it too, and only the first counts.
        self.base = web_urls.follow(next(bases, ""), url) or url
        for kind, value, attributes in found:
            getattr(self, f"on_{kind}")(value, attributes)
        self.end_paragraph()

    def on_text(self, text, attributes):
        if self.title_open:
            self.title = self.title or text.strip()
        elif not self.drawings:
            self.words.append(text)
            self.microformats.text(text)

    def on_start(self, name, attributes):
        if name in _END_OF_DRAWING:
            self.drawings = 0
        if not _INLINE.fullmatch(name):
            self.end_paragraph()
        if name == "br":
            self.words.append(" ")
        elif name == "title":
            self.title_open = not self.drawings
        elif name in {"svg", "math"}:
            self.drawings += 1
        elif name == "meta":
            self.on_meta(attributes)
        if name == "a":
            self.close_link()
        classes = attributes.get("class", "").split()
        self.microformats.start(name, attributes)
        if self.is_link(name, attributes):
            self.microformats.link(classes)
            self.linked = True
            if self.link_from is None:
                self.link_from = len(self.words)
                self.link_to = None if name == "a" else self.link_from

    def on_end(self, name, attributes):
        if name == "title":
            self.title_open = False
        elif name in {"svg", "math"}:
            self.drawings = max(0, self.drawings - 1)
        elif name == "a":
            self.close_link()
        self.microformats.end(name)
        if not _INLINE.fullmatch(name):
            self.end_paragraph()

    def on_meta(self, attributes):
        name, content = attributes.get("name", "").strip().lower(), attributes.get("content", "")
        if attributes.get("property", name).strip().lower() == "og:title":
            self.shared_title = self.shared_title or content.strip()
        elif name == "author":
            self.author = self.author or content.strip()
        elif name == "robots":
            self.robots.append(content)

    def is_link(self, name, attributes):
        href = attributes.get(_LINKS.get(name))
        if href is None or self.links >= MAX_LINKS:
            return False
        self.links += 1
        linked = web_urls.follow(href, self.base)
        return linked is not None and mention_targets.one_spelling(linked) in self.targets

    def close_link(self):
        if self.link_from is not None and self.link_to is None:
            self.link_to = len(self.words)

    def end_paragraph(self):
        """Keep the first paragraph with the link that says more than the link, else the first with any words."""
        if self.drawings:
            return
        link_goes_on = self.link_from is not None and self.link_to is None
        if self.link_from is not None and not self.has_context:
            self.close_link()
            before = "".join(self.words[: self.link_from])
            link = "".join(self.words[self.link_from : self.link_to])
            after = "".join(self.words[self.link_to :])
            context = bool(before.strip() or after.strip())
            if context or (link.strip() and not self.excerpt):
                self.excerpt, self.has_context = _excerpt(before, link, after), context
            # A link around a card of headings and paragraphs goes on to its first words.
            link_goes_on = link_goes_on and not link.strip()
        self.words, self.link_from, self.link_to = [], (0 if link_goes_on else None), None


def _excerpt(before, link, after):
    before = _tail(_clean(_fold(before)[-4 * CONTEXT :]).lstrip(), CONTEXT)
    link = _head(_clean(_fold(link)[: 4 * CONTEXT]), CONTEXT)
    after = _head(_clean(_fold(after)[: 4 * CONTEXT]).rstrip(), CONTEXT)
    shown = _fold(before + link + after).strip()
    return f"[…] {shown} […]" if shown else ""


def _fold(text):
    return _SPACE.sub(" ", text)


def _clean(text):
    """Compose (NFC), and leave out control and format characters but the joiners, and endless piles of accents.

    The text must be short: composing is quadratic in a pile of accents.
    """
    kept, pile = [], 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        pile = pile + 1 if category in {"Mn", "Me"} else 0
        if (category not in {"Cc", "Cf", "Cs", "Co"} or character in _JOINERS) and pile <= 4:
            kept.append(character)
    return _fold("".join(kept))


def _head(text, limit):
    """Return the beginning, at most ``limit`` characters, cut after a word where there is one."""
    if len(text) <= limit:
        return text
    space = text.rfind(" ", 1, limit + 1)
    return text[:space] if space > 0 else text[:limit]


def _tail(text, limit):
    """Return the end, at most ``limit`` characters, cut before a word where there is one."""
    if len(text) <= limit:
        return text
    space = text.find(" ", len(text) - limit - 1, len(text) - 1)
    return text[space + 1 :] if space >= 0 else text[-limit:]


def _asks_not_to_be_listed(robots):
    """``robots`` is the content of a meta tag or header; "somebot: noindex" speaks to somebot only."""
    if ":" in robots.partition("unavailable_after")[0]:
        return False
    return not {"noindex", "noarchive", "none"}.isdisjoint(re.split(r"[\s,]+", robots.lower()))
