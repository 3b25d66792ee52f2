"""From WordPress' way of writing to ours: paragraphs, pictures that stay behind, shortcodes."""

import html
import re
from urllib.parse import urlsplit

from ngo_site.lib import markup

_BLOCK = (
    "address|article|aside|blockquote|details|div|dl|fieldset|figure|form|h[1-6]|hr|iframe|ol|p|pre|script"
    "|section|style|table|ul"
)
_STARTS_BLOCK = re.compile(rf"\s*</?(?:{_BLOCK})\b", re.I)
_BLOCK_EDITOR = "<!-- wp:"
_COMMENTS = re.compile(r"<!--.*?-->", re.S)
_PICTURE = re.compile(r"<img\b[^>]*>", re.I)
_FRAME = re.compile(r"<iframe\b[^>]*\bsrc=[\"']([^\"']+)[\"'][^>]*>.*?(?:</iframe>|\Z)", re.I | re.S)
_ATTRIBUTE = re.compile(r"\b(src|alt)=(?:\"([^\"]*)\"|'([^']*)')", re.I)
_SHORTCODE = re.compile(r"\[/?([a-z][a-z0-9_-]*)(?:\s[^\[\]]*)?/?\]")
# Words in brackets that people write in prose.
_NO_SHORTCODES = {"sic", "sec", "edit", "note", "update", "updated", "ed"}


def body(content: str) -> tuple[str, list[str]]:
    """Return (our cleaned HTML, what was left out or needs a look).

    Pictures and frames on other sites become links, so that nothing disappears unseen; shortcodes stay readable.
    """
    remarks = []
    shortcodes = sorted({match[1] for match in _SHORTCODE.finditer(content)} - _NO_SHORTCODES)
    if shortcodes:
        remarks.append(f"shortcodes left as they are: {', '.join(shortcodes)}")
    if _BLOCK_EDITOR not in content:
        content = _paragraphs(content)
    content = _COMMENTS.sub("", content)
    content, pictures = _PICTURE.subn(_picture_link, content)
    if pictures:
        remarks.append(f"pictures left as links: {pictures}")
    content, frames = _FRAME.subn(lambda match: _link(match[1], urlsplit(match[1]).netloc), content)
    if frames:
        remarks.append(f"embedded frames left as links: {frames}")
    return markup.clean(content.replace("\x00", "")), remarks


def comment_text(content: str) -> str:
    """Return the plain text of a comment, its line breaks kept."""
    content = re.sub(r"<br\s*/?>\n?|</p>\s*", "\n", content.replace("\x00", ""), flags=re.I)
    lines = [markup.plain(line) for line in content.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """Return a title or name as one line of plain text."""
    return " ".join(markup.plain(text.replace("\x00", "")).split())


def _paragraphs(content: str) -> str:
    """Wrap what blank lines part, as WordPress does when it shows a text from its classic editor."""
    parts = re.split(r"\n\s*\n", content.replace("\r\n", "\n").strip())
    return "\n".join(
        part if _STARTS_BLOCK.match(part) else f"<p>{part.strip().replace(chr(10), '<br>')}</p>" for part in parts
    )


def _picture_link(match: re.Match) -> str:
    found = {name.lower(): html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(match[0])}
    source = found.get("src", "")
    return _link(source, found.get("alt") or urlsplit(source).path.rsplit("/", 1)[-1])


def _link(url: str, text: str) -> str:
    return f'<a href="{html.escape(url)}">{html.escape(text or url)}</a>' if url else ""
