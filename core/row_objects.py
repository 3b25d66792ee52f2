"""Model objects out of rows, with what stands beside them in the row: what ``select_related`` does, for plain SQL."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class _Part(NamedTuple):
    """One model's columns in the row; ``path`` leads there from the object itself, whose own is empty."""

    path: str
    model: type[models.Model]
    names: list[str]
    columns: slice
    key: int


class RowObjects:
    """Which columns the rows have, and the objects of them.

    ``related`` are relations to one object each, the nearer ones first; ``annotated`` are what the queryset annotates,
    with the fields; ``without`` are fields of the object itself that are only fetched when asked for, as after
    ``defer``.
    """

    def __init__(
        self,
        related: Sequence[str] = (),
        annotated: Mapping[str, models.Field] | None = None,
        without: Sequence[str] = (),
    ):
        self._related, self._annotated, self._without = related, annotated or {}, without
        self._parts: list[_Part] = []
        self._converters: list[tuple] = []

    def rows_of(self, queryset: models.QuerySet) -> models.QuerySet:
        """Return the queryset of the rows, and note of which models they are."""
        parts, names, fields = [], [*self._annotated], [*self._annotated.values()]
        for path in ("", *self._related):
            model = _model_at(queryset.model, path)
            columns = [field for field in model._meta.concrete_fields if path or field.name not in self._without]
            begin, own = len(fields), [field.attname for field in columns]
            key = begin + own.index(model._meta.pk.attname)
            parts.append(_Part(path, model, own, slice(begin, begin + len(own)), key))
            names += [f"{path}__{name}" if path else name for name in own]
            fields += columns
        self._converters = [
            (place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")
        ]
        self._parts = parts
        return queryset.values_list(*names)

    def made_of(self, row: Sequence, connection: BaseDatabaseWrapper) -> Any:
        """Return the object, with those it leads to and what was annotated."""
        row = list(row)
        for place, convert in self._converters:
            row[place] = convert(row[place], None, connection)
        made: dict[str, Any] = {}
        for path, model, names, columns, key in self._parts:
            above, _, name = path.rpartition("__")
            owner = made[above] if path else None
            if path and owner is None:
                made[path] = None
                continue
            is_there = row[key] is not None
            made[path] = model.from_db(connection.alias, names, row[columns]) if is_there else None
            if path:
                setattr(owner, name, made[path])
        for name, value in zip(self._annotated, row, strict=False):
            setattr(made[""], name, value)
        made[""]._read = row, [part for part in made.values() if hasattr(type(part), "is_shown")]
        return made[""]


def digest(obj: Any) -> bytes | None:
    """Return what is the same for two objects read from rows with the same values; None for one read otherwise.

    Whether a picture is shown, which follows from the clock as well, makes a difference, too.
    """
    if not (read := obj.__dict__.get("_read")):
        return None
    row, pictures = read
    plain = [bytes(value) if isinstance(value, memoryview) else value for value in row]
    return blake2b(repr((plain, [picture.is_shown for picture in pictures])).encode(), digest_size=16).digest()


def _model_at(model: Any, path: str) -> Any:
    for step in filter(None, path.split("__")):
        model = model._meta.get_field(step).related_model
    return model
