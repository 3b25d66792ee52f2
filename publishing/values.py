"""What of a thing is kept, as plain JSON, and how it comes out of and into the admin's forms."""

import hashlib
import json
import re

from django import forms
from django.db import models

from .. import markup
from . import rows
from .plain import plain

# Whether the public sees a thing is decided for itself: going back to older words publishes and withdraws nothing.
STATE = frozenset({"published_at", "expires_at", "review_asked_at", "withdrawn_at", "withdrawn_because", "approved_at"})


def fields_of(model) -> dict[str, models.Field]:
    """Return by name what people decide about a thing: what they can edit and its state; last, the many-valued."""
    meta = model._meta
    own = [field for field in meta.concrete_fields if (field.editable or field.name in STATE) and not field.primary_key]
    return {field.name: field for field in [*own, *_choices(meta)]}


def _choices(meta):
    """Return the many-valued fields that are no more than a choice; what lies between may be rows of the thing."""
    return [field for field in meta.many_to_many if field.editable and field.remote_field.through._meta.auto_created]


def is_html(model, name: str) -> bool:
    return name in getattr(model, "HTML_FIELDS", ())


def snapshot(thing) -> dict:
    """Return all that people wrote in a thing, asking the database only for fields with many values."""
    found = {}
    for name, field in fields_of(type(thing)).items():
        if field.many_to_many:
            found[name] = sorted(getattr(thing, name).values_list("pk", flat=True)) if thing.pk else []
        else:
            found[name] = plain(getattr(thing, field.attname))
    return found | rows.of(thing)


def digest(values: dict) -> str:
    """Return a short name of a state: equal values, equal name."""
    written = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def of_form(form) -> dict:
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


def put(data, form, name: str, value) -> None:
    """Write a kept value into form data (a mutable QueryDict), as the browser would send it."""
    if name in rows.relations(form._meta.model):
        return rows.put(data, form._meta.model, name, value)
    field, model_field = form.fields[name], fields_of(form._meta.model)[name]
    key = form.add_prefix(name)
    for old in [old for old in data if re.fullmatch(rf"{re.escape(key)}(_\d+)?", old)]:
        del data[old]
    widget = getattr(field.widget, "widget", field.widget)  # the admin wraps fields that lead to other things
    if isinstance(widget, forms.MultiWidget):
        parts = widget.decompress(model_field.to_python(value) if value else None)
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


def sent_with(form_class, data) -> dict:
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


def initial_of(model, kept: dict) -> dict:
    """Return the initial values with which an empty form shows what was kept; files stay as they are."""
    found = {}
    for name, field in fields_of(model).items():
        if name in kept and not isinstance(field, models.FileField):
            found[name] = field.to_python(kept[name]) if isinstance(field, models.DateTimeField) else kept[name]
    return found


def fill(thing, values: dict) -> dict:
    """Write kept values into a thing without saving; return those with many values, to be set after saving."""
    many = {}
    for name, field in fields_of(type(thing)).items():
        if name not in values:
            continue
        if field.many_to_many:
            many[name] = values[name]
        elif isinstance(field, models.ForeignKey):
            setattr(thing, field.attname, values[name])
        elif not isinstance(field, models.FileField):
            setattr(thing, name, field.to_python(values[name]))
    return many
