"""What of an object is kept, as plain JSON, and how it comes out of and into the admin's forms."""

import hashlib
import json
import re
from typing import Any

from django import forms
from django.db import models

from core.richtext import markup

from . import inline_rows
from .plain_values import plain

# Whether the public sees an object is decided for itself: going back to older words publishes and withdraws nothing.
STATE = frozenset({"published_at", "expires_at", "review_asked_at", "withdrawn_at", "withdrawn_because", "approved_at"})


def fields_of(model: type[models.Model]) -> dict[str, models.Field]:
    """Return by name what people decide about an object: what they can edit and its state; last, the many-valued."""
    meta = model._meta
    own = [field for field in meta.concrete_fields if (field.editable or field.name in STATE) and not field.primary_key]
    return {field.name: field for field in [*own, *_choices(meta)]}


def _choices(meta):
    """Return the many-valued fields that are no more than a choice; what lies between may be rows of the object."""
    return [field for field in meta.many_to_many if field.editable and field.remote_field.through._meta.auto_created]


def is_html(model: type[models.Model], name: str) -> bool:
    """Return True for a field that is written in the rich-text editor."""
    return name in getattr(model, "HTML_FIELDS", ())


def is_long(model: type[models.Model], name: str) -> bool:
    """Return True for a text of several lines."""
    return isinstance(fields_of(model).get(name), models.TextField)


def snapshot(obj: models.Model) -> dict:
    """Return all that people wrote in an object, asking the database only for fields with many values."""
    found = {}
    for name, field in fields_of(type(obj)).items():
        if field.many_to_many:
            found[name] = sorted(getattr(obj, name).values_list("pk", flat=True)) if obj.pk else []
        else:
            found[name] = plain(getattr(obj, field.attname))
    return found | inline_rows.of(obj)


def digest(values: dict) -> str:
    """Return a short name of a state: equal values, equal name."""
    written = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def of_form(form: Any) -> dict:
    """Return what stands in a bound form, valid or not, as it would be kept; files are left out."""
    form.is_valid()
    model, known, found = form._meta.model, fields_of(form._meta.model), {}
    for name, field in form.fields.items():
        if name not in known or isinstance(field, forms.FileField):
            continue
        value = plain(form.cleaned_data[name] if name in form.cleaned_data else _as_sent(form[name].data))
        found[name] = markup.clean(value) if is_html(model, name) and isinstance(value, str) else value
    return found


def _as_sent(value):
    """Return what was typed into a field that could not be read; date and time are two boxes of one field."""
    if isinstance(value, list) and not all(str(part).isdecimal() for part in value):
        return " ".join(str(part) for part in value if part)
    return value


def put(data: Any, form: Any, name: str, value: Any) -> None:
    """Write a kept value into form data (a mutable QueryDict), as the browser would send it."""
    if name in inline_rows.relations(form._meta.model):
        return inline_rows.put(data, form._meta.model, name, value)
    field, model_field = form.fields[name], fields_of(form._meta.model)[name]
    key = form.add_prefix(name)
    for old in [old for old in data if re.fullmatch(rf"{re.escape(key)}(_\d+)?", old)]:
        del data[old]
    widget = getattr(field.widget, "widget", field.widget)  # the admin wraps fields that lead to other objects
    if isinstance(widget, forms.MultiWidget):
        parts: Any = widget.decompress(model_field.to_python(value) if value else None)
        for number, part in enumerate(parts):
            data[f"{key}_{number}"] = "" if part is None else str(part)
    elif isinstance(widget, forms.CheckboxInput):
        if value:
            data[key] = "on"
    elif isinstance(value, list):
        data.setlist(key, [str(one) for one in value])
    else:
        data[key] = "" if value is None else str(value)
    return None


def sent_with(form_class: Any, data: Any) -> dict:
    """Return the initial values with which an empty form shows what was sent as ``data``."""
    found = {}
    for name, field in form_class.base_fields.items():
        if isinstance(field, forms.FileField) or field.widget.value_omitted_from_data(data, {}, name):
            continue
        value = field.widget.value_from_datadict(data, {}, name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            value = [key for key in value if _is_key(key)]
        elif isinstance(field, forms.ModelChoiceField):
            value = value if _is_key(value) else None
        found[name] = value
    return found


def _is_key(value) -> bool:
    return str(value).isdecimal() and len(str(value)) < 19


def initial_of(model: type[models.Model], kept: dict) -> dict:
    """Return the initial values with which an empty form shows what was kept; files stay as they are."""
    found = {}
    for name, field in fields_of(model).items():
        if name in kept and not isinstance(field, models.FileField):
            found[name] = field.to_python(kept[name]) if isinstance(field, models.DateTimeField) else kept[name]
    return found


def still_there(model: type[models.Model], kept: dict) -> tuple[dict, list[str]]:
    """Return kept values without what they lead to and is deleted or merged since, and the fields that lack it now.

    What has to lead somewhere stays out altogether.
    """
    found, lacking = dict(kept), []
    for name, field in fields_of(model).items():
        if not field.is_relation or not kept.get(name):
            continue
        chosen = kept[name] if field.many_to_many else [kept[name]]
        related: Any = field.related_model
        there = set(related._base_manager.filter(pk__in=chosen).values_list("pk", flat=True))
        if there >= set(chosen):
            continue
        lacking.append(name)
        if field.many_to_many:
            found[name] = [key for key in chosen if key in there]
        elif field.null:
            found[name] = None
        else:
            del found[name]
    for name, relation in inline_rows.relations(model).items():
        rows = inline_rows.still_there(relation, kept.get(name, []))
        if name in kept and rows != kept[name]:
            lacking.append(name)
            found[name] = rows
    return found, lacking


def fill(obj: models.Model, values: dict) -> dict:
    """Write kept values into an object without saving; return those with many values, to be set after saving."""
    many = {}
    for name, field in fields_of(type(obj)).items():
        if name not in values:
            continue
        if field.many_to_many:
            many[name] = values[name]
        elif isinstance(field, models.ForeignKey):
            setattr(obj, field.attname, values[name])
        elif not isinstance(field, models.FileField):
            setattr(obj, name, field.to_python(values[name]))
    return many
