"""Where objects of ours stand in texts: each mark and each picture's file, with the text it is in, or was in before.

It is noted when a text is saved, in the same transaction, so “where is this used?” is one look at an index, however
many texts there are. Drafts count, for they are texts; a mark that was taken out stays as an earlier reference.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Replace
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..jobs.tasks import Priority, job

_MARK = re.compile(r'\bdata-embed="([^"<>]+)"')


class Reference(models.Model):
    """A mark such as ``photo:press``, or ``file:pictures/token``, in one text."""

    mark = models.CharField(max_length=200, db_index=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE, db_index=False)
    object_id = models.PositiveBigIntegerField()
    obj = GenericForeignKey()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "mark"], name="reference_of_a_mark_in_a_text")
        ]

    def __str__(self):
        return self.mark


@dataclass(frozen=True)
class ReferencePlace:
    """Something that shows an object: through ``field`` (a picture of its own), or in its text where there is none."""

    obj: models.Model
    field: str = ""
    is_past: bool = False


def mark_of(obj: Any, slug: str = "") -> str:
    """Return what a text writes to show the object."""
    return f"{obj._meta.model_name}:{slug or obj.slug}"


def file_mark(name: str) -> str:
    """Return the mark of a picture's file and all its renditions."""
    return "file:" + re.sub(r"(?:-\d+)?\.\w+$", "", name)


def marks_in(html: str) -> set[str]:
    """Return all marks and files of ours in cleaned HTML."""
    source = re.compile(rf'\bsrc="{re.escape(settings.MEDIA_URL)}([^"<>]+)"')
    return {*_MARK.findall(html), *map(file_mark, source.findall(html))}


def note(obj: models.Model, before: models.Model | None = None) -> None:
    """Remember what the texts of a saved object show; ``before`` is how it was, if it was there."""
    had, has = _marks(before), _marks(obj)
    if had == has:
        return
    kind = ContentType.objects.get_for_model(obj)
    Reference.objects.bulk_create(
        [Reference(mark=mark, content_type=kind, object_id=obj.pk) for mark in sorted(has - had)],
        update_conflicts=True,
        update_fields=["ended_at"],
        unique_fields=["content_type", "object_id", "mark"],
    )
    gone = Reference.objects.filter(content_type=kind, object_id=obj.pk, mark__in=had - has)
    gone.update(ended_at=timezone.now())


def rename(old: str, new: str) -> None:
    """Let every text that shows an object by its old mark show it by the new one."""
    references = Reference.objects.filter(mark=old)
    for reference in references:
        _rewrite(reference, f'data-embed="{old}"', f'data-embed="{new}"')
    _move(references, new)


def rename_file(old: str, new: str) -> None:
    """Let every text that shows a file by its address show the other one, which came in its place."""
    references = Reference.objects.filter(mark=file_mark(old))
    stem = re.escape(settings.MEDIA_URL + file_mark(old).removeprefix("file:"))
    for reference in references:
        for name, html in _texts(reference.obj).items():
            changed = re.sub(rf'src="{stem}(?:-\d+)?\.\w+"', f'src="{settings.MEDIA_URL}{new}"', html)
            model: Any = type(reference.obj)
            model._base_manager.filter(pk=reference.object_id).update(**{name: changed})
    _move(references, file_mark(new))


def places(obj: Any) -> list[ReferencePlace]:
    """Return everything that shows an object now, then the texts that once did: those with their own picture first."""
    found = []
    for relation in sorted(obj._meta.related_objects, key=lambda relation: relation.related_model._meta.label):
        other_model: Any = relation.related_model
        if relation.one_to_many and not other_model._meta.auto_created:
            name = relation.field.name
            others = other_model._base_manager.filter(**{name: obj})
            found += [ReferencePlace(other, str(relation.field.verbose_name)) for other in others]
    return found + in_texts(obj)


def in_texts(obj: Any) -> list[ReferencePlace]:
    """Return the texts that show an object by its mark or its picture's file: first those of now, then of before."""
    marks = [mark_of(obj)]
    if getattr(obj, "file", None):
        marks.append(file_mark(obj.file.name))
    found, seen = [], set()
    references = Reference.objects.filter(mark__in=marks).order_by(F("ended_at").asc(nulls_first=True), "pk")
    for reference in references.prefetch_related("obj"):
        if reference.obj is not None and (reference.content_type_id, reference.object_id) not in seen:
            seen.add((reference.content_type_id, reference.object_id))
            found.append(ReferencePlace(reference.obj, is_past=reference.ended_at is not None))
    return found


def texts() -> list[Any]:
    """Return all models with texts that may show something."""
    return [model for model in apps.get_models() if getattr(model, "HTML_FIELDS", ())]


def look_for_the_rest() -> None:
    """Enqueue the indexing of texts written past ``save``."""
    note_what_came_in_by_another_door.enqueue()


@job(Priority.UPKEEP, title=_("Note what texts refer to"))
def note_what_came_in_by_another_door() -> None:
    """Note the texts of which nothing is known yet: from before this was noted, or written past ``save``."""
    for model in texts():
        kind = ContentType.objects.get_for_model(model)
        known = Reference.objects.filter(content_type=kind, object_id=Cast(OuterRef("pk"), models.BigIntegerField()))
        shows = Q()
        for name in model.HTML_FIELDS:
            shows |= Q(**{f"{name}__contains": "data-embed="}) | Q(**{f"{name}__contains": 'src="'})
        for obj in model._base_manager.filter(shows).exclude(Exists(known)).iterator(200):
            note(obj)


def _texts(obj) -> dict[str, str]:
    return {name: getattr(obj, name) or "" for name in getattr(obj, "HTML_FIELDS", ())} if obj else {}


def _marks(obj) -> set[str]:
    return set().union(*map(marks_in, _texts(obj).values()))


def _rewrite(reference: Reference, old: str, new: str) -> None:
    model: Any = reference.content_type.model_class()
    for name in model.HTML_FIELDS if model else ():
        changed = Replace(F(name), Value(old), Value(new))
        model._base_manager.filter(pk=reference.object_id, **{f"{name}__contains": old}).update(**{name: changed})


def _move(references, mark: str):
    there = Reference.objects.filter(mark=mark, content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
    references.filter(Exists(there)).delete()
    references.update(mark=mark)
