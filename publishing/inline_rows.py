"""Rows that belong to an object (the names over an article, the places in an album): kept and put back with it.

A model names them in ``KEPT_ROWS``, by the name under which it knows them; the admin shows them as an inline.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from .plain_values import plain

# In form data: the rows in the form stand for all that are saved, whatever their numbers.
REPLACED = "_rows"
MOST = 1000


def relations(model: Any) -> dict:
    """Return by name what leads from an object to its rows."""
    return {name: model._meta.get_field(name) for name in getattr(model, "KEPT_ROWS", ())}


def fields_of(relation: Any) -> list[models.Field]:
    """Return what people decide about a row: its editable fields, without the one that leads to its owner."""
    own = relation.related_model._meta.concrete_fields
    return [field for field in own if field.editable and not field.primary_key and field is not relation.field]


def of(obj: models.Model) -> dict:
    """Return the rows of an object as plain values, in their order."""
    found = {}
    for name, relation in relations(type(obj)).items():
        saved = getattr(obj, name).filter() if obj.pk else ()
        found[name] = [
            {field.name: plain(getattr(row, field.attname)) for field in fields_of(relation)} for row in saved
        ]
    return found


def sent(model: Any, data: Any) -> dict:
    """Return the rows in form data, those that shall go and empty ones left out."""
    found = {}
    for name, relation in relations(model).items():
        total = data.get(f"{name}-TOTAL_FORMS", "")
        if not total.isdecimal() or len(total) > 6:
            continue
        forms = [f"{name}-{number}-" for number in range(min(int(total), MOST))]
        rows = [_row(relation, data, form) for form in forms if not data.get(f"{form}DELETE")]
        found[name] = _in_order(relation, [row for row in rows if row != _row(relation, {}, "")])
    return found


def _row(relation, data, form: str) -> dict:
    return {field.name: _value(field, data.get(form + field.name)) for field in fields_of(relation)}


def _value(field, written):
    if isinstance(field, models.ForeignKey):
        return int(written) if written and written.isdecimal() and len(written) < 19 else None
    if isinstance(field, models.BooleanField):
        return bool(written)
    if not written:
        return plain(field.get_default())
    try:
        return plain(field.to_python(written))
    except ValidationError:
        return plain(written)


def _in_order(relation, rows: list[dict]) -> list[dict]:
    names = [
        name for name in relation.related_model._meta.ordering if name in {field.name for field in fields_of(relation)}
    ]
    return sorted(rows, key=lambda row: [str(row[name]).rjust(20) for name in names])


def put(data: Any, model: Any, name: str, rows: list[dict]) -> None:
    """Write rows into form data as new ones, in the place of all that are saved."""
    for key in [key for key in data if key.startswith(f"{name}-")]:
        del data[key]
    counts = {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": MOST}
    for key, number in counts.items():
        data[f"{name}-{key}"] = str(number)
    for number, row in enumerate(rows):
        for key, value in row.items():
            if value is not None and value is not False:
                data[f"{name}-{number}-{key}"] = "on" if value is True else str(value)
    if name not in data.getlist(REPLACED):
        data.appendlist(REPLACED, name)


def write(obj: models.Model, name: str, rows: list[dict]) -> None:
    """Save these rows in the place of those there are; raise ValidationError for what is not sound."""
    relation = relations(type(obj))[name]
    getattr(obj, name).all().delete()
    for kept in rows:
        row = relation.related_model(**{relation.field.name: obj})
        for field in fields_of(relation):
            if field.name in kept:
                setattr(row, field.attname, field.to_python(kept[field.name]))
        row.full_clean()
        row.save()


def still_there(relation: Any, kept: list[dict]) -> list[dict]:
    """Return the rows that lead to nothing that is deleted since."""
    for field in fields_of(relation):
        if isinstance(field, models.ForeignKey):
            chosen = {row[field.name] for row in kept if row.get(field.name)}
            there = set(_related(field).filter(pk__in=chosen).values_list("pk", flat=True))
            kept = [row for row in kept if not row.get(field.name) or row[field.name] in there]
    return kept


def text_of(relation: Any, kept: dict) -> str:
    """Return one row as people read it."""
    row = relation.related_model()
    for field in fields_of(relation):
        if isinstance(field, models.ForeignKey):
            there = _related(field).filter(pk=kept.get(field.name)).first()
            if there:
                setattr(row, field.name, there)
        elif field.name in kept:
            setattr(row, field.attname, kept[field.name])
    notes = [str(kept[name]) for name in ("note", "position", "place") if kept.get(name)]
    return " · ".join([str(row), *notes])


def _related(field: models.ForeignKey) -> models.Manager:
    """Return all that a field may lead to."""
    model: Any = field.related_model
    return model._base_manager
