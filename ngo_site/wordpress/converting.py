"""From WordPress' way of writing to ours: paragraphs, pictures, players, galleries, shortcodes."""

import re

from core.richtext import markup

from . import blocks, galleries, pictures, players, shortcodes
from .paragraphs import add_paragraphs
from .text import Text

_COMMENTS = re.compile(r"<!--.*?-->", re.S)
# No text, whatever it does.
_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.S | re.I)
_LOST = re.compile(r"<(form|svg|math|canvas|marquee|select|textarea|map)\b", re.I)
_BACKGROUND = re.compile(r"<[a-z][^<>]*\bstyle=[^<>]*background(?:-image)?:[^<>;]*url\(", re.I)
_SCRIPTS = re.compile(r"<script\b", re.I)
# Neither editor shows them; they come from tags that have nothing in them here.
_EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>\s*")


def body(content: str, text: Text | None = None) -> tuple[str, list[str]]:
    """Return (our cleaned HTML, what was left out or needs a look, in plain words).

    Whatever cannot be shown becomes a link or is named, so that nothing disappears unseen.
    """
    text = text or Text()
    text.is_classic = blocks.IS_THERE not in content
    content = content.replace("\x00", "").replace("\r\n", "\n")
    is_raw = bool(blocks.IS_RAW.fullmatch(content))
    content = blocks.unfold(content, text)
    if scripts := len(_SCRIPTS.findall(content)):
        text.left("scripts left out", scripts)
    if backgrounds := len(_BACKGROUND.findall(content)):
        text.left("background pictures left out", backgrounds)
    content = _UNSEEN.sub("", _COMMENTS.sub("", content))
    content = players.put_players(content, text)
    content = galleries.put_galleries(content, text)
    content = pictures.put_pictures(content, text)
    content = shortcodes.take_out(content, text)
    content = pictures.lead_links_to_files(content, text)
    for name in _LOST.findall(content):
        text.left_by_name("parts that this site cannot show left out", name.lower())
    if text.is_classic:
        content = add_paragraphs(content)
    content = markup.clean(content)
    if not is_raw:  # tags that cleaning took away may have held words
        content = markup.clean(add_paragraphs(content, as_typed=False))
    return _EMPTY.sub("", content), text.remarks


def comment_text(content: str) -> str:
    """Return the plain text of a comment, its line breaks kept."""
    content = re.sub(r"<br\s*/?>\n?|</p>\s*", "\n", content.replace("\x00", ""), flags=re.I)
    lines = [markup.plain(line) for line in content.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """Return a title or name as one line of plain text."""
    return " ".join(markup.plain(text.replace("\x00", "")).split())
