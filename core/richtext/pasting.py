"""What people paste into a text or send from a form, taken in: cleaned, its films as films of ours, and what was lost.

The editor asks for it at the moment of pasting, the admin when it saves, so nothing depends on the editor.
"""

import json
import re
from html import escape, unescape
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponseBadRequest, JsonResponse
from django.utils.translation import gettext as _

from . import dropped, embeds
from .cleaning import clean
from .html_tokens import tokens

_FRAME = re.compile(r"<(iframe|embed|video|audio)\b[^<>]*>(?:(?:(?!<\1\b).)*?</\1\s*>)?", re.I | re.S)
# An address alone in its paragraph, as words or as a link that says the same.
_ALONE = re.compile(
    r"<p(?: [^<>]*)?>(?:\s|&nbsp;|<br>)*(?P<link><a href=\"(?P<href>[^\"]*)\"[^<>]*>)?"
    r"(?P<words>(?:https?://|www\.|(?:[\w-]+\.)+\w+/)(?:(?!&nbsp;)[^\s<>])++)(?(link)</a>)(?:\s|&nbsp;|<br>)*</p>"
)

_EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")


class Taken(NamedTuple):
    html: str
    told: list[str]


def take_in(html: str, author: Any, title: str = "", language: str = "", with_looks: bool = True) -> Taken:
    """Return the HTML as a text of ours, with films for their addresses, and what was lost in sentences for the author.

    ``title`` and ``language`` are those of the text; for ``with_looks`` see ``dropped.told``.
    """
    frames = [_source(match[0]) for match in _FRAME.finditer(html)]
    linked = _FRAME.sub(lambda match: _link(_source(match[0])) or match[0], html)
    told = dropped.told(linked, with_looks)

    def film(match) -> str:
        try:
            return _film(match, author, title, language) or match[0]
        except embeds.EmbedRefused as reason:
            if unescape(match["words"]) not in frames:  # of these it is said below
                told.append(str(reason))
            return match[0]

    taken = _ALONE.sub(film, clean(linked))
    taken = _EMPTY.sub("", taken) if frames or told else taken
    left = {address for address in frames if address and escape(address) in taken}
    told += [_of_link(address) for address in sorted(left)]
    return Taken(taken, told)


def pasted(request: HttpRequest) -> JsonResponse | HttpResponseBadRequest:
    """Answer the editor: POST {"html", "title", "language"} gives {"html", "told"}."""
    try:
        sent = json.loads(request.body)
        html, title, language = (sent.get(name, "") for name in ("html", "title", "language"))
        if not all(isinstance(one, str) for one in (html, title, language)):
            raise TypeError
    except (ValueError, TypeError, AttributeError, RecursionError):
        return HttpResponseBadRequest(_("This is not what the editor sends."))
    taken = take_in(html, request.user, title, language, with_looks=False)
    return JsonResponse(taken._asdict())


def _source(tag: str) -> str:
    for token in tokens(tag):
        if token.kind == "start" and (source := token.attributes.get("src", "").strip()):
            source = f"https:{source}" if source.startswith("//") else source
            return source if re.match(r"https?://[^\s<>\"]+\Z", source) else ""
    return ""


def _link(address: str) -> str:
    return f'</p><p><a href="{escape(address)}">{escape(address)}</a></p>' if address else ""


def _film(match, author, title: str, language: str) -> str:
    address = unescape(match["words"])
    if match["link"] and re.sub(r"^https?://", "", unescape(match["href"])) != re.sub(r"^https?://", "", address):
        return ""
    for name, kind in embeds.kinds.items():
        if kind.take and (slug := kind.take(address, author, title, language)):
            return f'<p data-embed="{name}:{slug}"></p>'
    return ""


def _of_link(address: str) -> str:
    text = _("What is shown at %(place)s cannot be shown here; a link to it stands in its place: %(address)s")
    return text % {"place": dropped.place_of(address), "address": address[:100]}
