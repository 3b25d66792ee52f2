"""Cleaned HTML made ready for mail programs: absolute addresses, pictures that fit, embeds as they are in mails."""

import re
from html import escape, unescape
from urllib.parse import urljoin

from django.conf import settings

from . import embeds, footnotes
from .cleaning import ATTRIBUTE, TAG

WIDEST = 560  # pixels: as wide as the words of a letter
# Mail programs have no style sheet of ours; columns stand below each other there.
_BLOCKS = {"note": "border-left:6px solid #2a1fff;padding:4px 16px;margin:16px 0"}
_BUTTON = "display:inline-block;padding:12px 20px;background:#0e0e10;color:#fff;font-weight:bold;text-decoration:none"
_RENDITION = re.compile(r"-(\d{3,4})\.\w+$")


def for_mail(html: str) -> str:
    """Return cleaned HTML as a mail holds it; nothing in it leads to a file on another host than the site's own."""
    # Wider than a telephone a table scrolls by itself, where the mail program can do that.
    html = footnotes.numbered(html).replace("<table", '<div class="wide" style="overflow-x:auto"><table')
    html = html.replace("</table>", "</table></div>")
    return TAG.sub(_ready, embeds.render(html, for_mail=True))


def absolute(address: str) -> str:
    """Return the address with scheme and host, as a link in a mail needs it (RFC 3986, 5.2); as it is if it is none."""
    try:
        return urljoin(f"{settings.SITE_URL}/", address)
    except ValueError:  # such as http://[
        return address


def _ready(match) -> str:
    closing, tag, attributes = match.groups()
    if tag == "div" and not closing and (styled := _BLOCKS.get(dict(ATTRIBUTE.findall(attributes)).get("class", ""))):
        return f'<div{attributes} style="{styled}">'
    if closing or tag not in {"a", "img"}:
        return match[0]
    attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
    if tag == "img":
        attributes |= _picture(attributes)
    elif not attributes.get("href", "#").startswith("#"):
        attributes["href"] = absolute(attributes["href"])
    if attributes.get("class") == "button" and "style" not in attributes:
        attributes["style"] = _BUTTON
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>"


def _picture(attributes: dict) -> dict:
    """Return the attributes of a picture that is as wide as the words at most.

    Outlook for Windows knows the numbers in ``width`` and ``height`` alone, all others the style.
    """
    size = {}
    made = _RENDITION.search(attributes.get("src", ""))
    width = attributes.get("width") or (made[1] if made else "")
    if width.isdecimal() and int(width):
        shown = min(int(width), WIDEST)
        size["width"] = str(shown)
        if (height := attributes.get("height", "")).isdecimal():
            size["height"] = str(max(1, round(int(height) * shown / int(width))))
    return {
        "src": absolute(attributes.get("src", "")),
        **size,
        "style": attributes.get("style") or "max-width:100%;height:auto",
    }
