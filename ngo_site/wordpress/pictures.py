"""The pictures in a text: shown from our library with caption, size and side, or as a link to where they are."""

import html
import re

from django.conf import settings

from .tags import attributes, file_name, link, replace_elements
from .text import Text
from .uploads import width_in

WIDEST = 740  # pixels of the column; what is wider needs no width of its own
_PICTURE = re.compile(r"<img\b[^<>]*>", re.I)
_OURS = re.compile(r"<img\b[^<>]*\bdata-embed=[^<>]*>", re.I)
_IN_A_LINK = re.compile(r"<a\b([^<>]*)>\s*(<img\b[^<>]*>)\s*</a>", re.I)
_LINK = re.compile(r"<a\b([^<>]*)>", re.I)
_CAPTION = re.compile(r"\[(?:wp_)?caption\b([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.S)
_FIGURE = re.compile(r"<figure\b[^<>]*>", re.I)
_FIGCAPTION = re.compile(r"\s*<figcaption\b[^<>]*>(.*?)</figcaption>\s*", re.S | re.I)
_TO_SHOW = re.compile(r"<(?:img|table|blockquote|pre|figure|ul|ol|p|div)\b|\bdata-embed=", re.I)
_SIDE = re.compile(r"(?:^|\s)(?:align)?(left|right|center)(?:\s|$)")
_STYLE_WIDTH = re.compile(r"(?:^|;)\s*width:\s*(\d{1,5})px")
IS_A_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|bmp|tiff?|svg)\Z", re.I)


def put_pictures(content: str, text: Text) -> str:
    """Return the content with marks of our pictures in place of those that we have, links in place of others."""
    content = _IN_A_LINK.sub(lambda match: _linked(match, text), content)
    content = _PICTURE.sub(lambda match: shown(match[0], text), content)
    content = _CAPTION.sub(lambda match: _captioned(match, text), content)
    content = replace_elements(content, "figure", lambda tag: True, _with_something_to_show)
    return _FIGURE.sub(_with_side, content)


def _with_something_to_show(element: str) -> str:
    """Return the figure; as a paragraph when it holds no more than a link, its caption in the line below."""
    if _TO_SHOW.search(element, len("<figure")):
        return element
    inside = _FIGCAPTION.sub(r"<br>\1", element[element.index(">") + 1 : element.rindex("<")])
    return f"\n\n<p>{inside.strip()}</p>\n\n"


def lead_links_to_files(content: str, text: Text) -> str:
    """Return the content with links to uploads that we have leading to them here."""

    def lead(match):
        address = attributes(match[1]).get("href", "")
        kept = address and text.fetched(address)
        return f'<a href="{html.escape(kept.address)}">' if kept else match[0]

    return _LINK.sub(lead, content) if text.library else content


def shown(tag: str, text: Text, width: int | None = None) -> str:
    """Return our mark for a picture, or a link to it."""
    if tag in text.marks:
        return tag
    found = attributes(tag)
    address = source_of(found)
    kept = text.fetched(address)
    if kept is None and "data-embed" in found and address.startswith(settings.SITE_URL + settings.MEDIA_URL):
        return tag  # it went out from here
    if kept is None or not kept.mark.startswith("photo:"):
        return _left(address, found, text, kept)
    width = width or _width(found, address)
    is_small = width and width < min(WIDEST, kept.width or WIDEST)
    side = _side(found.get("class", ""))
    mark = (
        f'<img data-embed="{kept.mark}" src="{kept.address}" alt="{html.escape(found.get("alt", ""))}"'
        + (f' width="{width}"' if is_small else "")
        + (f' class="{side}">' if side else ">")
    )
    text.marks.add(mark)
    return mark


def source_of(found: dict[str, str]) -> str:
    # Plugins that load pictures late put something else into src.
    return found.get("data-src") or found.get("data-lazy-src") or found.get("src", "")


def _left(source, found, text, kept) -> str:
    if source.startswith("data:"):
        text.left("pictures that were written into the text itself left out")
        return html.escape(found.get("alt", ""))
    if not source:
        return ""
    text.left("pictures left as links")
    return link(kept.address if kept else source, found.get("alt") or file_name(source))


def _width(found, source) -> int | None:
    styled = _STYLE_WIDTH.search(found.get("style", ""))
    said = styled[1] if styled else found.get("width", "")
    return int(said) if said.isascii() and said.isdigit() and 0 < int(said) < 10_000 else width_in(source)


def _side(classes: str) -> str:
    side = _SIDE.search(classes)
    return side[1] if side else ""


def _linked(match, text: Text) -> str:
    """Return a picture in a link without it, where the link leads to nothing but the picture itself."""
    target, picture = attributes(match[1]).get("href", ""), shown(match[2], text)
    if not picture.startswith("<img"):
        return link(target, html.unescape(re.sub(r"<[^<>]*>", "", picture)))
    is_file = IS_A_PICTURE.search(target.partition("?")[0]) and text.survey.by_address.is_ours(target)
    if not target or is_file or text.fetched(target) or "attachment" in attributes(match[1]).get("rel", ""):
        return picture
    return f"<a{match[1]}>{picture}</a>"


def _captioned(match, text: Text) -> str:
    said, inside = attributes(match[1]), match[2]
    picture = _OURS.search(inside)
    if not picture:
        words = said.get("caption", "")
        return f"\n\n{inside.strip()}{'<br>' if words else ''}{html.escape(words)}\n\n"
    before, after = inside[: picture.start()].strip(), inside[picture.end() :].strip()
    if before.lower().startswith("<a") and after.lower().startswith("</a>"):
        words = after[len("</a>") :].strip()
        picture_html = f"{before}{without_class(picture[0])}</a>"
    else:
        words, picture_html = after, without_class(picture[0])
    words = words or html.escape(said.get("caption", ""))
    side = _side(said.get("align", "")) or _side(attributes(picture[0]).get("class", ""))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f"\n\n<figure{_class(side)}>{picture_html}{caption}</figure>\n\n"


def without_class(tag: str) -> str:
    return re.sub(r' class="\w+"', "", tag)


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def _with_side(match) -> str:
    return f"<figure{_class(_side(attributes(match[0]).get('class', '')))}>"
