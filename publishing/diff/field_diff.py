"""What differs between two states of an object, field by field, ready to be shown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.moments import in_words
from core.richtext import markup

from .. import inline_rows, values
from . import html_diff, text_diff

_BLOCK_ENDS = re.compile(r"(</(?:p|li|h[2-4]|t[dhr]|[uo]l|table|blockquote|pre|figure)>)(?!\n)")
# Of long passages that stayed the same, so many characters before and after a change.
_CONTEXT = 160


@dataclass(frozen=True)
class Change:
    """One field in its old and its new words."""

    name: str
    label: str
    old: str
    new: str
    html: bool = False

    @property
    def page(self) -> SafeString:
        """The change as readers would see it; of HTML only."""
        return markup.show(html_diff.compared(self.old, self.new))

    @property
    def pieces(self) -> list[text_diff.DiffPiece]:
        """The change in the source, long passages that stayed the same shortened."""
        old, new = (_BLOCK_ENDS.sub(r"\1\n", text) if self.html else text for text in (self.old, self.new))
        return [_shortened(piece) for piece in text_diff.pieces(old, new)]


def between(model: type[models.Model], old: dict, new: dict, names: Iterable[str] | None = None) -> list[Change]:
    """Return what differs in the fields that both know (or those named), in the order of the model."""
    found = []
    for name, field in {**values.fields_of(model), **inline_rows.relations(model)}.items():
        if name not in old or name not in new or (names is not None and name not in names) or old[name] == new[name]:
            continue
        found.append(change(model, name, old[name], new[name], field))
    return found


def change(model: type[models.Model], name: str, old: Any, new: Any, field: Any = None) -> Change:
    """Return one field in its old and its new words; ``field`` is asked of the model when it is not given."""
    field = field or {**values.fields_of(model), **inline_rows.relations(model)}[name]
    html = values.is_html(model, name)
    before, after = (str(value or "") if html else text_of(field, value) for value in (old, new))
    return Change(name, label(model, name), before, after, html)


def label(model: type[models.Model], name: str) -> str:
    """Return what people call a field, or its name where the model has none like it."""
    if name in inline_rows.relations(model):
        return capfirst(str(inline_rows.relations(model)[name].related_model._meta.verbose_name_plural))
    field = values.fields_of(model).get(name)
    return capfirst(str(field.verbose_name)) if field else name


def text_of(field: Any, value: Any) -> str:
    """Return a kept value as people read it."""
    if value in (None, "", []):
        return ""
    if isinstance(field, models.ManyToOneRel):
        return "\n".join(inline_rows.text_of(field, row) for row in value)
    if isinstance(field, models.ManyToManyField | models.ForeignKey):
        return "\n".join(_names(field, value if isinstance(value, list) else [value]))
    if isinstance(field, models.DateTimeField):
        return _moment(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def _moment(value) -> str:
    try:
        at = parse_datetime(value) if isinstance(value, str) else value
    except ValueError:
        at = None
    return in_words(at) if at else str(value)  # somebody typed what is no time


def _names(field, keys: list) -> list[str]:
    numbers = [int(key) for key in keys if str(key).isdecimal()]
    there = field.related_model._base_manager.in_bulk(numbers)
    return [str(there.get(number) or _("(deleted, no. %(number)s)") % {"number": number}) for number in numbers]


def _shortened(piece: text_diff.DiffPiece) -> text_diff.DiffPiece:
    if piece.kind != "same" or len(piece.text) <= 2 * _CONTEXT + 40:
        return piece
    return text_diff.DiffPiece("same", f"{piece.text[:_CONTEXT]} […] {piece.text[-_CONTEXT:]}")
