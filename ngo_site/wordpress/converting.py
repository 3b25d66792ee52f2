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
_OURS = re.compile(r"<img\b[^>]*\bdata-embed=[^>]*>", re.I)
_GALLERY = re.compile(r"\[gallery\b[^\]]*\bids=[\"']([\d,\s]+)[\"'][^\]]*\]")
_CAPTION = re.compile(r"\[(?:wp_)?caption\b([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.S)
_FRAME = re.compile(r"<iframe\b[^>]*\bsrc=[\"']([^\"']+)[\"'][^>]*>.*?(?:</iframe>|\Z)", re.I | re.S)
_ATTRIBUTE = re.compile(r"\b(src|alt)=(?:\"([^\"]*)\"|'([^']*)')", re.I)
_SHORTCODE = re.compile(r"\[/?([a-z][a-z0-9_-]*)(?:\s[^\[\]]*)?/?\]")
# Words in brackets that people write in prose.
_NO_SHORTCODES = {"sic", "sec", "edit", "note", "update", "updated", "ed"}


def body(content: str, library=None) -> tuple[str, list[str]]:
    """Return (our cleaned HTML, what was left out or needs a look).

    Pictures that are in the ``library`` (see media.Library) are shown from there, with their captions and galleries.
    Pictures and frames on other sites become links, so that nothing disappears unseen; shortcodes stay readable.
    """
    remarks = []
    if library:
        content = _with_pictures(content, library)
    shortcodes = sorted({match[1] for match in _SHORTCODE.finditer(content)} - _NO_SHORTCODES)
    if shortcodes:
        remarks.append(f"shortcodes left as they are: {', '.join(shortcodes)}")
    if _BLOCK_EDITOR not in content:
        content = _paragraphs(content)
    content = _COMMENTS.sub("", content)
    pictures = len(_PICTURE.findall(content)) - len(_OURS.findall(content))
    content = _PICTURE.sub(_picture_link, content)
    if pictures:
        remarks.append(f"pictures left as links: {pictures}")
    content, frames = _FRAME.subn(lambda match: _link(match[1], urlsplit(match[1]).netloc), content)
    if frames:
        remarks.append(f"embedded frames left as links: {frames}")
    return markup.clean(content.replace("\x00", "")), remarks


def _with_pictures(content: str, library) -> str:
    """Return the content with marks of our pictures in place of those, and of galleries, that we have."""

    def mark(match):
        found = _attributes(match[0])
        photo = library.find(found.get("src", ""))
        if photo is None:
            return match[0]
        alt = html.escape(found.get("alt", ""))
        return f'<img data-embed="photo:{photo.slug}" src="{photo.file.url}" alt="{alt}">'

    def gallery(match):
        numbers = re.findall(r"\d+", match[1])
        photos = [library.by_number[number] for number in numbers if number in library.by_number]
        if len(photos) < len(numbers):
            return match[0]
        return "\n\n".join(f'<p data-embed="photo:{photo.slug}"></p>' for photo in photos)

    content = _GALLERY.sub(gallery, _PICTURE.sub(mark, content))
    return _CAPTION.sub(_figure, content)


def _figure(match: re.Match) -> str:
    picture = _OURS.search(match[2])
    if not picture:
        return match[0]
    words = match[2][picture.end() :].replace("</a>", "", 1).strip() or html.unescape(_said(match[1]))
    return f"<figure>{picture[0]}<figcaption>{words}</figcaption></figure>"


def _said(attributes: str) -> str:
    old = re.search(r"caption=(?:\"([^\"]*)\"|'([^']*)')", attributes)
    return (old[1] or old[2] or "") if old else ""


def _attributes(tag: str) -> dict[str, str]:
    return {name.lower(): html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(tag)}


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
        part if _STARTS_BLOCK.match(part) else f"<p>{part.strip().replace(chr(10), '<br>')}</p>"
        for part in parts
        if part  # a text that is empty stays so
    )


def _picture_link(match: re.Match) -> str:
    if "data-embed=" in match[0]:  # from our own library
        return match[0]
    found = _attributes(match[0])
    source = found.get("src", "")
    return _link(source, found.get("alt") or urlsplit(source).path.rsplit("/", 1)[-1])


def _link(url: str, text: str) -> str:
    return f'<a href="{html.escape(url)}">{html.escape(text or url)}</a>' if url else ""
