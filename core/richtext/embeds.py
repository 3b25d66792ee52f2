"""Things of ours inside a text: marks such as ``<p data-embed="petition:slug"></p>`` become what they name.

An app says in ``AppConfig.ready`` what it has to show; the text only keeps the mark, so what is shown is always as
public, as new and as well made as the thing itself.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string

# What is allowed as the value of data-embed: a kind, a colon, a slug or an id.
MARK = re.compile(r"[a-z]{1,30}:[\w-]{1,100}")

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


@dataclass(frozen=True)
class Kind:
    """How one kind of embed is loaded and shown."""

    load: Callable[[Iterable[str]], dict[str, object]]
    template: str
    model: type | None = None
    search: tuple[str, ...] = ("title", "summary")
    caption: str = ""


kinds: dict[str, Kind] = {}


def register(kind: str, load: Callable[[Iterable[str]], dict[str, object]], template: str, **more):
    """Show ``data-embed="kind:key"`` with ``template``, which gets ``object``, ``key`` and ``inline``.

    ``load(keys)`` returns {key: object} in one query and leaves out whatever the public may not see. ``inline`` is
    true inside a sentence or a figure, where the template may only write what can stand in a line (a picture).
    ``model`` and its fields to ``search`` offer the kind in the editor's dialog; the template ``caption`` is what a
    caption written for one text ends with (whose picture it is).
    """
    kinds[kind] = Kind(load, template, **more)


def by_slug(queryset: Callable) -> Callable:
    """Return a loader for embeds named by their slug; ``queryset()`` gives those that may be seen."""
    return lambda keys: {thing.slug: thing for thing in queryset().filter(slug__in=keys)}


def render(html: str) -> str:
    """Return cleaned HTML with every mark replaced by what it names; an unknown or unpublished thing leaves nothing.

    It costs one query for each kind of thing in the text, however many there are.
    """
    if "data-embed" not in html:
        return html
    found = _load(match[_place(match)] for match in _PLACES.finditer(html))

    def show(match):
        place = _place(match)
        kind, _, key = match[place].partition(":")
        thing = found[kind].get(key)
        if thing is None:
            return ""
        context = {"object": thing, "key": key, "inline": place in {"figure", "inline"}}
        shown = render_to_string(kinds[kind].template, context).strip()
        return match["before"] + shown + _after(match["after"], kinds[kind], context) if place == "figure" else shown

    return _PLACES.sub(show, html)


def named(marks: Iterable[str]) -> list[tuple[str, object]]:
    """Return (mark, thing) for each mark whose thing the public may see."""
    marks = [mark for mark in marks if MARK.fullmatch(mark)]
    found = _load(marks)
    pairs = [(mark, found[mark.partition(":")[0]].get(mark.partition(":")[2])) for mark in marks]
    return [(mark, thing) for mark, thing in pairs if thing is not None]


def remove(html: str) -> str:
    """Return the HTML without any embeds, for plain text and excerpts."""
    return _PLACES.sub(" ", html)


def _after(html: str, kind: Kind, context: dict) -> str:
    if not kind.caption:
        return html
    credit = render_to_string(kind.caption, context).strip()
    return re.sub(r"(?=</figcaption>\s*</figure>\Z)", lambda _end: credit and f" {credit}", html)


def _place(match) -> str:
    return next(name for name in ("paragraph", "alone", "figure", "inline") if match[name] is not None)


def _load(marks: Iterable[str]) -> dict[str, dict[str, object]]:
    keys = defaultdict(dict)
    for mark in marks:
        if MARK.fullmatch(mark):
            kind, _, key = mark.partition(":")
            keys[kind][key] = None  # a dict keeps the order and each key once
    found = defaultdict(dict)
    for kind, wanted in keys.items():
        if kind in kinds:
            found[kind] = {str(key): thing for key, thing in kinds[kind].load(list(wanted)).items()}
    return found
