"""Galleries: those of the block editor and the classic one's [gallery], as lists of our pictures."""

import html
import re

from core.richtext import markup

from .pictures import IS_A_PICTURE, shown, source_of, without_class
from .tags import attributes, link, outside_code, replace_elements
from .text import Text

WIDTH = 320  # pixels of a picture in the list
_PICTURE = re.compile(r"<img\b[^<>]*>", re.I)
_GALLERY = re.compile(r"(?<!\[)\[gallery\b([^\]]*)\]")
_FIGCAPTION = re.compile(r"<figcaption\b[^<>]*>(.*?)</figcaption>", re.S | re.I)


def put_galleries(content: str, text: Text) -> str:
    """Return the content with its galleries as lists; what of them is not here stands in the list as a link."""
    for tag in ("figure", "ul"):
        content = replace_elements(content, tag, _is_gallery, lambda element: _of_blocks(element, text))
    return outside_code(content, lambda part: _GALLERY.sub(lambda match: _classic(match, text), part))


def _is_gallery(tag: str) -> bool:
    return "wp-block-gallery" in attributes(tag).get("class", "")


def _classic(match, text: Text) -> str:
    """Return the pictures of [gallery]: those it names, else those that were uploaded to its post."""
    said = attributes(match[1])
    numbers = re.findall(r"\d+", said.get("ids") or said.get("include") or "")
    post = said.get("id") or (text.item.id if text.item else "")
    attachments = text.attachments(numbers) if numbers else text.survey.uploaded_to(post)
    attachments = [one for one in attachments if numbers or IS_A_PICTURE.search(one.address.partition("?")[0])]
    if len(attachments) < len(set(numbers)):
        text.left("pictures of a gallery that are not in the file", len(set(numbers)) - len(attachments))
    if not attachments:
        text.left("galleries without pictures left out")
    return _list([(f'<img src="{html.escape(one.address)}" alt="">', "", one.title) for one in attachments], text)


def _of_blocks(element: str, text: Text) -> str:
    """Return a gallery of the block editor: each picture with its caption, the whole gallery's below."""
    pictures = list(_PICTURE.finditer(element))
    if not pictures:
        return element
    ends = [match.start() for match in pictures[1:]] + [len(element)]
    found, rest = [], ""
    for match, end in zip(pictures, ends, strict=True):
        captions = _FIGCAPTION.findall(element[match.end() : end])
        # The last picture may be followed by its own caption and by that of all.
        is_last = end == len(element)
        own = captions[0] if captions and not (is_last and _belongs_to_all(element, match.end())) else ""
        rest = captions[-1] if is_last and captions and (len(captions) > 1 or not own) else ""
        found.append((match[0], own, ""))
    return _list(found, text) + (f"<p>{rest.strip()}</p>\n\n" if rest.strip() else "")


def _belongs_to_all(element: str, position: int) -> bool:
    """Whether the first caption behind the last picture stands outside of that picture's own figure or item."""
    caption = element.find("<figcaption", position)
    return bool(re.search(r"</figure>|</li>", element[position:caption], re.I))


def _list(pictures: list[tuple[str, str, str]], text: Text) -> str:
    """Return (tag, caption, title) of each picture as a list; what is not here stands in it as a link."""
    items = []
    for tag, caption, title in pictures:
        picture = without_class(shown(tag, text, WIDTH))
        if picture.startswith("<img"):
            kept = text.fetched(source_of(attributes(tag)))
            # A block has its captions in the text; [gallery] shows those of the pictures themselves.
            caption_html = caption.strip() or (html.escape(kept.caption) if title else "")
            items.append(f"<li>{_figure(picture, caption_html, kept, text)}</li>")
        elif picture:
            items.append(f"<li>{_with_title(picture, tag, title)} {caption.strip()}</li>")
    if not items:
        return ""
    opening = '<ul class="gallery">' if any("<figure>" in item for item in items) else "<ul>"
    return f"\n\n{opening}{''.join(items)}</ul>\n\n"


def _figure(picture: str, caption_html: str, kept, text: Text) -> str:
    picture = picture.replace('alt=""', f'alt="{html.escape(kept.alt)}"')
    text.marks.add(picture)
    return f"<figure>{picture}{f'<figcaption>{caption_html}</figcaption>' if caption_html else ''}</figure>"


def _with_title(picture: str, tag: str, title: str) -> str:
    source = source_of(attributes(tag))
    return link(source, markup.plain(title)) if title and not attributes(tag).get("alt") else picture
