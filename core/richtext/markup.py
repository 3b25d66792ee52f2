"""HTML and strangers' text made ready for a page. The only module that calls anything safe.

What is stored went through ``clean``; what is shown went through ``show`` or ``paragraphs``. The editor's own filter
is no defence.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from ..mail.plain_text import text_of
from ..slugs import slugify
from . import embeds, footnotes
from .cleaning import ATTRIBUTE, ID_PREFIX, UNPRINTABLE, clean, ids, plain
from .mail_html import for_mail

__all__ = [
    "Heading",
    "clean",
    "contents",
    "excerpt",
    "excerpt_of_text",
    "letter",
    "mail_html",
    "marked",
    "one_line",
    "paragraphs",
    "plain",
    "show",
]

_HEADING = re.compile(r"<h([2-4])((?:\s[^<>]*)?)>((?:(?!</h[2-4]>).)*)</h\1>", re.S)
_ADDRESS = re.compile(r"https?://[^\s<>\"'`]{3,2000}", re.I)
_IN_SCRIPT = {code: f"\\u{code:04x}" for code in (*map(ord, "<>&"), 0x2028, 0x2029)}
# Characters that turn the direction of what follows, even outside the text; the marks for a single letter stay.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


def show(html: str) -> SafeString:
    """Return the text for a page: cleaned, its headings with ids to link to, its embeds rendered."""
    return mark_safe(embeds.render(footnotes.render(_prepared(html or "")[0])))


def contents(html: str) -> list[Heading]:
    """Return the headings of the text in order, with the ids that ``show`` gives them."""
    return list(_prepared(html or "")[1])


def paragraphs(text: str) -> SafeString:
    """Return a stranger's plain text as HTML: a blank line parts paragraphs, lines that begin with > are a quotation.

    Web addresses become links that neither vouch (rel="ugc nofollow") nor tell where the reader came from. Each
    paragraph finds its own direction, and no character in it turns what stands around it.
    """
    text = _TURNS.sub("", UNPRINTABLE.sub("", re.sub(r"\r\n?|[\u2028\u2029]", "\n", text or "")))
    shown = []
    for block in re.split(r"\n(?:[^\S\n]*\n)+", text.strip()):
        lines = block.split("\n")
        quoted = all(line.startswith(">") for line in lines)
        if quoted:
            lines = [line[1:].strip() for line in lines]
        html = "<br>".join(_with_links(line.strip()) for line in lines)
        if html and quoted:
            # On the quotation itself, so that its rule stands at the side on which its words begin.
            shown.append(f'<blockquote dir="auto"><p>{html}</p></blockquote>')
        elif html:
            shown.append(f'<p dir="auto">{html}</p>')
    return mark_safe("\n".join(shown))


def letter(html: str) -> str:
    """Return the text part of a mail: what its HTML part says, as plain text. It is not safe HTML."""
    return text_of(mail_html(html))


def marked(text: str, start: str, stop: str) -> SafeString:
    """Return plain text as HTML in which what stands between the two signs is marked; neither is in the text else."""
    return mark_safe(escape(text).replace(start, "<mark>").replace(stop, "</mark>"))


def one_line(html: SafeString) -> SafeString:
    """Return HTML of a template without its line breaks and indents; spaces that do not break stay what they are."""
    return mark_safe(re.sub(r"[ \t\r\n]+", " ", html).strip(" "))


def mail_html(html: str) -> SafeString:
    """Return the text for a mail: cleaned, its embeds as each kind is shown in mails, all addresses absolute."""
    return mark_safe(for_mail(clean(html)))


def excerpt(html: str, characters: int = 200) -> str:
    """Return the beginning of the words in one line, at most so many characters, cut between words."""
    return excerpt_of_text(plain(footnotes.removed(html)), characters)


def excerpt_of_text(text: str, characters: int = 200) -> str:
    """Return the beginning of a plain text, in the same way."""
    text = " ".join(text.split())
    if len(text) <= characters:
        return text
    cut = text[: characters - 1]
    # Between words where there are words; some languages write none.
    kept = cut.rsplit(" ", 1)[0] if " " in cut[characters // 2 :] and text[characters - 1] != " " else cut
    return kept.rstrip(" ,;:.–—-(“\"'") + "…"


def data_block(data: dict) -> SafeString:
    """Return JSON-LD for the head of a page; nothing in it can end the block (HTML §4.12.1.3) or be run."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(f'<script type="application/ld+json">{text.translate(_IN_SCRIPT)}</script>')


@lru_cache(maxsize=256)
def _prepared(html: str) -> tuple[str, tuple[Heading, ...]]:
    # Cleaned once more, for a row may have come into the database by another door; remembered, because a text is
    # shown far more often than it is written.
    html = clean(html)
    taken = ids(html)
    headings = []

    def with_id(match):
        level, attributes, inner = match.groups()
        text = " ".join(plain(inner).split())
        given = dict(ATTRIBUTE.findall(attributes)).get("id")
        key = given or _free(ID_PREFIX + (slugify(text, 60) or "part"), taken)
        headings.append(Heading(int(level), key, text))
        return match[0] if given else f'<h{level} id="{escape(key)}"{attributes}>{inner}</h{level}>'

    # A table wider than a telephone scrolls by itself, and so must be within the keyboard's reach (WCAG 2.1.1).
    return _HEADING.sub(with_id, html).replace("<table", '<table tabindex="0"'), tuple(headings)


def _free(key: str, taken: set[str]) -> str:
    """Return the key, with a number if it is taken, and take it."""
    name, number = key, 1
    while name in taken:
        number += 1
        name = f"{key}-{number}"
    taken.add(name)
    return name


def _with_links(line: str) -> str:
    """Return the line escaped, its web addresses as links."""
    written, end = [], 0
    for match in _ADDRESS.finditer(line):
        address = match[0].rstrip(".,;:!?…*_'\"»”")
        # The bracket belongs to the sentence unless the address opened it.
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(".,;:!?")
        written.append(escape(line[end : match.start()]))
        written.append(f'<a href="{escape(address)}" rel="ugc nofollow noopener">{escape(address)}</a>')
        end = match.start() + len(address)
    return "".join([*written, escape(line[end:])])
