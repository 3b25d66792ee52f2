"""What cleaning leaves out of a text, in plain words for who wrote or pasted it."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import embeds, table_headers
from .cleaning import ALLOWED, clean, is_link
from .html_tokens import Token, tokens

_PLAYERS = {"iframe", "embed", "object", "video", "audio"}
_FORMS = {"button", "form", "input", "select", "textarea"}
_DRAWINGS = {"svg", "math", "canvas"}
_PROGRAMS = {"script", "noscript", "template"}
# What only says how something looks; bold and italics are said by tags afterwards.
_LOOKS = {"align", "background", "bgcolor", "color", "face"}
_LOOKING = {"center", "font", "marquee", "style"}
_STYLE = re.compile(r"(?:^|;)\s*(?:background|color|float|font-family|font-size|text-align|text-transform)\b", re.I)


def told(html: str, with_looks: bool = True) -> list[str]:
    """Return a sentence for each kind of markup that ``markup.clean`` leaves out of the HTML or changes in it.

    Without ``with_looks`` colours and fonts are no loss: who pastes sees that they did not come along.
    """
    html = html or ""
    counted: Counter = Counter()
    links: list[str] = []
    for token in tokens(html):
        if token.kind == "start":
            counted.update(lost for lost in _lost(token) if with_looks or lost[0] != "looks")
            if token.value == "a" and (address := token.attributes.get("href", "").strip()) and not is_link(address):
                links.append(address[:60])
    return [*_sentences(counted), *map(_of_link, dict.fromkeys(links)), *_tables(html)]


def place_of(address: str) -> str:
    """Return where a picture or a frame lies: a host, or an empty text for what is on nobody's server."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _lost(token: Token) -> Iterator[tuple[str, str]]:
    tag, attributes = token.value, token.attributes
    mark = attributes.get("data-embed", "")
    if mark and not (embeds.MARK.fullmatch(mark) and "data-embed" in ALLOWED.get(tag, ())):
        yield "mark", mark[:60]
    if tag == "img" and not mark and (source := attributes.get("src", "").strip()):
        own = source.removeprefix(settings.SITE_URL).startswith(settings.MEDIA_URL)
        if not own:
            yield "picture", place_of(source)
    elif tag in _PLAYERS:
        yield "player", place_of(attributes.get("src") or attributes.get("data") or "")
    elif tag in _FORMS:
        yield "form", ""
    elif tag in _DRAWINGS:
        yield "drawing", ""
    elif tag in _PROGRAMS or any(name.startswith("on") for name in attributes):
        yield "program", ""
    if tag in _LOOKING or any(_is_look(*attribute) for attribute in attributes.items()):
        yield "looks", ""


def _is_look(name: str, value: str) -> bool:
    if name == "style":
        return bool(_STYLE.search(value))
    return name in _LOOKS


def _sentences(counted: Counter) -> Iterator[str]:
    for (kind, place), number in counted.items():
        if kind == "picture":
            yield of_pictures(number, place)
        elif kind == "player":
            yield _of_players(number, place)
        elif kind == "mark":
            yield _("“%(mark)s” names nothing that can be shown in a text, and was left out.") % {"mark": place}
    kinds = {kind for kind, _place in counted}
    if "form" in kinds:
        yield _("A form was left out: texts hold no fields and no buttons. Link to the page where the form is.")
    if "drawing" in kinds:
        yield _("A drawing or a formula was left out. Take a picture of it, and drop that into the text.")
    if "program" in kinds:
        yield _("Scripts were left out: texts hold words and pictures only.")
    if "looks" in kinds:
        yield _("Colours, fonts and alignment were left out: the site has its own.")


def of_pictures(number: int, place: str) -> str:
    """Say that so many pictures were left out, and what to do; ``place`` is the host at which they lie."""
    if place:
        text = ngettext(
            "%(number)d picture was left out: it lies at %(place)s. Save it to your computer, then drop the file into "
            "the text where it belongs.",
            "%(number)d pictures were left out: they lie at %(place)s. Save them to your computer, then drop the files "
            "into the text where they belong.",
            number,
        )
    else:
        text = ngettext(
            "%(number)d picture was left out, for its file did not come along. Drop the file into the text where it "
            "belongs, or choose it from the library.",
            "%(number)d pictures were left out, for their files did not come along. Drop the files into the text where "
            "they belong, or choose them from the library.",
            number,
        )
    return text % {"number": number, "place": place}


def _of_players(number: int, place: str) -> str:
    text = ngettext(
        "%(number)d frame or player (%(place)s) was left out. Texts show films of this site: add it under Videos.",
        "%(number)d frames or players (%(place)s) were left out. Texts show films of this site: add them under Videos.",
        number,
    )
    return text % {"number": number, "place": place or _("without an address")}


def _of_link(address: str) -> str:
    return _("A link lost its address “%(address)s”: it can lead to web pages, mail and telephones.") % {
        "address": address
    }


def _tables(html: str) -> Iterator[str]:
    if number := table_headers.without(clean(html, with_headers=False)) if "<table" in html.lower() else 0:
        yield ngettext(
            "The first row of a table became its header, which it needs for those who cannot see it.",
            "The first rows of %(number)d tables became their headers, which they need for those who cannot see them.",
            number,
        ) % {"number": number}
