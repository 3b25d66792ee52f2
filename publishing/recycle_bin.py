"""The bin: what somebody deletes at the desk is kept with the rows of its form, and can be brought back as a draft."""

import json
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from core import audit, slugs
from core.bin_items import BinItem
from core.media import binned_files, named_files

from . import revisions, values
from .diff import field_diff


class CannotComeBack(Exception):
    """The reason, in a sentence."""


def put(obj: models.Model, rows: Iterable[models.Model], user: Any) -> BinItem:
    """Keep an object that is about to be deleted, and the rows that stand in its form."""
    kept = [obj, *rows]
    item, _made = BinItem.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        defaults={
            "title": str(obj)[:200],
            "deleted_by": user,
            "deleted_by_name": (user.get_full_name() or user.get_username())[:150],
            "owner_id": getattr(obj, "created_by_id", None),
            "records": json.loads(serializers.serialize("json", kept)),
            "files": [name for one in kept for name in _files_of(one)],
        },
    )
    return item


def _files_of(obj):
    files = (getattr(obj, field.name) for field in obj._meta.fields if isinstance(field, models.FileField))
    return [file.name for file in files if file]


@transaction.atomic
def bring_back(item: BinItem, user: Any) -> tuple:
    """Return the object, a draft again, and the labels of what it lacks now; raise CannotComeBack with the reason."""
    model: Any = item.model
    lacking: list[str] = []
    if model._base_manager.filter(pk=item.object_id).exists():
        raise CannotComeBack(_("It is there already."))
    records = [record for record in item.records if _mend(record, lacking, item)]
    obj, *rows = serializers.deserialize("python", records, ignorenonexistent=True)
    _make_a_draft(obj.object)
    for name in item.files:
        binned_files.show(name)
    try:
        with transaction.atomic():
            obj.object.save(force_insert=True)
            for name, keys in (obj.m2m_data or {}).items():
                getattr(obj.object, name).set(keys)
            for row in rows:
                row.object.save(force_insert=True)
    except IntegrityError:
        for name in item.files:
            named_files.remove(default_storage, name)
        raise CannotComeBack(_("Something else has taken its place meanwhile.")) from None
    item.delete()
    revisions.keep(obj.object, user, _("brought back from the bin"))
    audit.record(user, audit.Action.RESTORE, obj.object)
    return obj.object, [field_diff.label(model, name) for name in dict.fromkeys(lacking)]


def _mend(record: dict, lacking: list, item: BinItem) -> bool:
    """Take out of a record what it leads to and is deleted since; return False when nothing is left of it."""
    kind = apps.get_model(record["model"])
    for field in [*kind._meta.fields, *kind._meta.many_to_many]:
        chosen = record["fields"].get(field.name)
        is_itself = field.related_model is item.model and chosen == item.object_id
        if not field.is_relation or not chosen or is_itself:
            continue
        keys = chosen if field.many_to_many else [chosen]
        there = set(field.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        if there >= set(keys):
            continue
        if kind is item.model:
            lacking.append(field.name)
        if field.many_to_many:
            record["fields"][field.name] = [key for key in keys if key in there]
        elif field.null:
            record["fields"][field.name] = None
        else:
            return False
    return True


def _make_a_draft(obj):
    """Whatever it was, it is public only when somebody publishes it; what is made from its files is made anew."""
    known = {field.name: field for field in obj._meta.fields}
    for name in (values.STATE | {"queued_at"}) & known.keys():  # a letter that was sent is one that was not
        setattr(obj, name, "" if isinstance(known[name], models.TextField) else None)
    for name in {"renditions", getattr(obj, "MADE_FILES", "")} & known.keys():
        setattr(obj, name, {})
    if "slug" in known:
        others = type(obj)._base_manager
        most = known["slug"].max_length
        obj.slug = slugs.free(obj.slug, lambda slug: others.filter(slug=slug).exists(), most)


@transaction.atomic
def delete_for_good(item: BinItem) -> None:
    """Forget it with its revisions and files."""
    item.delete()
    revisions.Revision.objects.filter(content_type=item.content_type, object_id=item.object_id).delete()
    for name in item.files:
        transaction.on_commit(partial(named_files.remove, default_storage, name), robust=True)


def empty() -> None:
    """Forget what was deleted thirty days ago."""
    for item in BinItem.objects.over()[:200]:
        delete_for_good(item)
