"""Each table that holds somebody is found and erased at the privacy desk, or says why not. A new one fails here."""

import re

import pytest
from django.apps import apps
from django.db import models

from core.crypto.field_encryption import LockedField
from core.privacy import personal_data
from ngo_site.privacy import EXCUSED

TYPES = (models.EmailField, LockedField, models.BinaryField, models.GenericIPAddressField)
WORDS = re.compile(
    r"(^|_)(names?|username|author|guest|credit|e?mail|mailbox|address|addressee|whom|contact|phone|ip|network"
    r"|fingerprint|tag|token|account|message|comment|url)(_|$)"
)
TEXTS = (models.CharField, models.TextField, models.JSONField)


def telling(model) -> list[str]:
    """Return the fields by which a model may hold somebody: what is locked, sealed or a tag, and names by name."""
    return [
        field.name
        for field in model._meta.local_fields
        if isinstance(field, TYPES) or (isinstance(field, TEXTS) and WORDS.search(field.name))
    ]


def tables():
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


# Stands beside what it belongs to, and says something about the person only together with it.
BESIDE = {"campaigns.Quarantine", "newsletters.Delivery", "articles.Notice", "django_comments_xtd.XtdComment"}


def test_every_model_that_may_hold_somebody_is_registered_or_excused():
    holding = {model._meta.label for model in tables() if telling(model)}
    assert len(holding) > 35
    assert holding - personal_data.models() - set(EXCUSED) == set()


def test_none_is_both_and_none_is_made_up():
    known = {model._meta.label for model in tables()}
    assert personal_data.models() & set(EXCUSED) == set()
    assert personal_data.models() | set(EXCUSED) <= known
    holding = {model._meta.label for model in tables() if telling(model)}
    assert personal_data.models() | set(EXCUSED) <= holding | BESIDE
    assert all(len(reason) > 10 for reason in EXCUSED.values())


@pytest.mark.parametrize(
    "field",
    [
        models.EmailField(),
        LockedField(purpose="x"),
        models.BinaryField(),
        models.GenericIPAddressField(),
        models.CharField(name="reply_address", max_length=9),
        models.TextField(name="author"),
    ],
)
def test_the_search_sees_what_holds_somebody(field):
    class Meta:
        app_label = "tests"

    field.name = field.name or "x"
    state = {"__module__": __name__, "Meta": Meta, field.name: field}
    model = type(f"Holder{id(field)}", (models.Model,), state)
    try:
        assert telling(model) == [field.name]
    finally:
        apps.all_models.pop("tests", None)
        apps.clear_cache()
