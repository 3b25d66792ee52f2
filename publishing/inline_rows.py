"""Rows that belong to a thing (the names over an article, the places in an album): kept and put back with it.

A model names them in ``KEPT_ROWS``, by the name under which it knows them; the admin shows them as an inline.
"""

from django.core.exceptions import ValidationError
from django.db import models

from .plain import plain

# In form data: the rows in the form stand for all that are saved, whatever their numbers.
REPLACED = "_rows"
MOST = 1000


def relations(model) -> dict:
    """Return by name what leads from a thing to its rows."""
    return {name: model._meta.get_field(name) for name in getattr(model, "KEPT_ROWS", ())}


def fields_of(relation) -> list[models.Field]:
    own = relation.related_model._meta.concrete_fields
    return [field for field in own if field.editable and not field.primary_key and field is not relation.field]


def of(thing) -> dict:
    """Return the rows of a thing as plain values, in their order."""
    found = {}
    for name, relation in relations(type(thing)).items():
        saved = getattr(thing, name).filter() if thing.pk else ()
        found[name] = [
            {field.name: plain(getattr(row, field.attname)) for field in fields_of(relation)} for row in saved
        ]
    return found


def sent(model, data) -> dict:
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


def put(data, model, name: str, rows: list[dict]) -> None:
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


def write(thing, name: str, rows: list[dict]) -> None:
    """Save these rows in the place of those there are; raise ValidationError for what is not sound."""
    relation = relations(type(thing))[name]
    getattr(thing, name).all().delete()
    for kept in rows:
        row = relation.related_model(**{relation.field.name: thing})
        for field in fields_of(relation):
            if field.name in kept:
                setattr(row, field.attname, field.to_python(kept[field.name]))
        row.full_clean()
        row.save()


def words_for(relation, kept: dict) -> str:
    """Return one row as people read it."""
    row = relation.related_model()
    for field in fields_of(relation):
        if isinstance(field, models.ForeignKey):
            there = field.related_model._base_manager.filter(pk=kept.get(field.name)).first()
            if there:
                setattr(row, field.name, there)
        elif field.name in kept:
            setattr(row, field.attname, kept[field.name])
    notes = [str(kept[name]) for name in ("note", "position", "place") if kept.get(name)]
    return " · ".join([str(row), *notes])
