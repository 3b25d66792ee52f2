"""Objects of ours inside a text: marks such as ``<p data-embed="petition:slug"></p>`` become what they name.

An app says in ``AppConfig.ready`` what it has to show; the text only keeps the mark, so what is shown is always as
public, as new and as well made as the object itself.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from .. import identity
from ..slugs import LETTERS

# What is allowed as the value of data-embed: a kind, a colon, a slug or an id.
MARK = re.compile(rf"[a-z]{{1,30}}:[{LETTERS}-]{{1,100}}")

_VALUE = r'[^<>]*?\bdata-embed="(?P<{name}>[^"<>]*)"[^<>]*>'
# In HTML as markup.clean() writes it. A picture alone in its paragraph is a block of its own; one inside a sentence or
# a figure stands in the line; a figure whose picture is not to be seen goes with its caption.
_PLACES = re.compile(
    "|".join(
        [
            r"<p\b" + _VALUE.format(name="paragraph") + r"(?:(?!</p>).)*</p>",
            r"<p(?: [^<>]*)?>\s*<img\b" + _VALUE.format(name="alone") + r"\s*</p>",
            r"(?P<before><figure(?: [^<>]*)?>\s*)<img\b"
            + _VALUE.format(name="figure")
            + r"(?P<after>(?:(?!</figure>).)*</figure>)",
            r"<img\b" + _VALUE.format(name="inline"),
        ]
    ),
    re.DOTALL,
)
_IMG = re.compile(r"<img\b[^<>]*>")


@dataclass(frozen=True)
class EmbedKind:
    """How one kind of embed is loaded and shown."""

    load: Callable[[Iterable[str]], dict[str, Any]]
    template: str
    model: Any = None  # a class of models
    search: tuple[str, ...] = ("title", "summary")
    caption: str = ""
    mail: str = ""
    take: Callable[..., str] | None = None
    upload: str = ""
    describe: str = ""
    files: str = ""
    accept: str = ""
    questions: Callable[[], list[dict[str, Any]]] | None = None


class EmbedRefused(Exception):
    """What keeps an object elsewhere from being taken into a text, in a sentence for its author."""


kinds: dict[str, EmbedKind] = {}


def register(kind: str, load: Callable[[Iterable[str]], dict[str, Any]], template: str, **more: Any) -> None:
    """Show ``data-embed="kind:key"`` with ``template``, which gets ``object``, ``key`` and ``inline``.

    ``load(keys)`` returns {key: object} in one query and leaves out whatever the public may not see. ``inline`` is
    true inside a sentence or a figure, where the template may only write what can stand in a line (a picture).
    ``width`` in pixels and ``side`` (left, right, center) are what the text says of a picture, where it says anything.
    ``model`` and its fields to ``search`` offer the kind in the editor's dialog; the template ``caption`` is what a
    caption written for one text ends with (whose picture it is); the template ``mail`` is what it is in a mail, where
    there is neither a style sheet nor a picture in several formats (without one, ``template`` is shown there, too).
    ``take(address, author, title, language)`` returns the slug of the object at an address elsewhere, which it may make
    for that text, or nothing, and may raise NotTaken; ``upload`` names the URL that takes files for this kind,
    ``describe`` the one that takes what is to be said of an object (by its number), and ``questions()`` says what is
    asked besides its description: [{"name", "words", "choices"}]. ``files`` names the URL that takes files for links
    to lead to, which have the endings in ``accept``.
    """
    kinds[kind] = EmbedKind(load, template, **more)


def by_slug(queryset: Callable) -> Callable:
    """Return a loader for embeds named by their slug; ``queryset()`` gives those that may be seen."""
    return lambda keys: {obj.slug: obj for obj in queryset().filter(slug__in=keys)}


def render(html: str, for_mail: bool = False) -> str:
    """Return cleaned HTML with every mark replaced by what it names; an unknown or unpublished object leaves nothing.

    It costs one query for each kind of object in the text, however many there are. ``for_mail`` takes each kind's
    template for mail.
    """
    if "data-embed" not in html:
        return html
    found = _load(match[_place(match)] for match in _PLACES.finditer(html))

    def show(match):
        place = _place(match)
        kind, _, key = match[place].partition(":")
        obj = found[kind].get(key)
        if obj is None:
            return ""
        context = {"object": obj, "key": key, "inline": place in {"figure", "inline"}, **_wishes(match[0])}
        context["organisation"] = identity.current()
        template = (for_mail and kinds[kind].mail) or kinds[kind].template
        shown = render_to_string(template, context).strip()
        return match["before"] + shown + _after(match["after"], kinds[kind], context) if place == "figure" else shown

    return _PLACES.sub(show, html)


def named(marks: Iterable[str]) -> list[tuple[str, object]]:
    """Return (mark, object) for each mark whose object the public may see."""
    marks = [mark for mark in marks if MARK.fullmatch(mark)]
    found = _load(marks)
    pairs = [(mark, found[mark.partition(":")[0]].get(mark.partition(":")[2])) for mark in marks]
    return [(mark, obj) for mark, obj in pairs if obj is not None]


def remove(html: str) -> str:
    """Return the HTML without any embeds, for plain text and excerpts."""
    return _PLACES.sub(" ", html)


def _wishes(html: str) -> dict:
    """Return how wide the text wants the picture to be, and on which side."""
    tag = _IMG.search(html)
    width, side = (tag and re.search(rf' {name}="([^"]*)"', tag[0]) for name in ("width", "class"))
    return {"width": int(width[1]) if width else None, "side": side[1] if side else ""}


def _after(html: str, kind: EmbedKind, context: dict) -> str:
    if not kind.caption:
        return html
    credit = render_to_string(kind.caption, context).strip()
    return re.sub(r"(?=</figcaption>\s*</figure>\Z)", lambda _end: credit and f" {credit}", html)


def _place(match) -> str:
    return next(name for name in ("paragraph", "alone", "figure", "inline") if match[name] is not None)


def _load(marks: Iterable[str]) -> dict[str, dict[str, object]]:
    keys: dict[str, dict[str, None]] = defaultdict(dict)
    for mark in marks:
        if MARK.fullmatch(mark):
            kind, _, key = mark.partition(":")
            keys[kind][key] = None  # a dict keeps the order and each key once
    found: dict[str, dict[str, object]] = defaultdict(dict)
    for kind, wanted in keys.items():
        if kind in kinds:
            found[kind] = {str(key): obj for key, obj in kinds[kind].load(list(wanted)).items()}
    return found
