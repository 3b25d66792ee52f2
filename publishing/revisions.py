"""Every state an object was saved in: who saved it, when, what happened, and the whole of the words."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.bin_items import forget_rows_of_deleted

from . import values

_kept_already: ContextVar[bool] = ContextVar("kept already", default=False)


class RevisionQuerySet(models.QuerySet):
    def of(self, obj: models.Model) -> Self:
        """Return the revisions of one object, the newest first."""
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)


class Revision(models.Model):
    """One state of an object. The last one is how it is now, unless something other than the desk has changed it."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=200, blank=True)
    changed = models.JSONField(default=list)
    data = models.JSONField()
    digest = models.CharField(max_length=32)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        indexes = [models.Index(fields=["made_by", "made_at"], name="version_by_whom_and_when")]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "number"], name="version_numbered_once")
        ]

    def __str__(self):
        return str(_("version %(number)d") % {"number": self.number})

    @property
    def previous(self) -> int:
        return self.number - 1

    def tells(self, data: dict) -> bool:
        """Return True when the object reads as in this revision; fields that were added since do not count."""
        return all(data[name] == value for name, value in self.data.items() if name in data)


def keep(obj: models.Model, user: Any = None, note: str = "") -> Revision | None:
    """Keep the object as it is in the database now, unless its last revision tells the same; return that revision."""
    return _keep(obj, user, note, timezone.now())


def keep_before(before: models.Model) -> None:
    """Keep an object as it is before somebody writes over it, unless its last revision tells it already.

    Called by every save, so that what scripts, imports or list actions wrote is never overwritten without a trace.
    """
    if not _kept_already.get():
        _keep(before, None, "", getattr(before, "updated_at", timezone.now()))


@contextmanager
def kept_already() -> Iterator[None]:
    """For a save whose rows were taken away a moment before: how the object was is kept."""
    token = _kept_already.set(True)
    try:
        yield
    finally:
        _kept_already.reset(token)


def sweep() -> None:
    """Forget the revisions of objects that were deleted and are not in the bin."""
    forget_rows_of_deleted(Revision)


@transaction.atomic
def _keep(obj, user, note, at) -> Revision | None:
    # One after the other, so that numbers follow each other.
    obj = type(obj)._base_manager.select_for_update(of=("self",)).filter(pk=obj.pk).first()
    if obj is None:
        return None
    data, latest = values.snapshot(obj), Revision.objects.of(obj).first()
    if latest and latest.tells(data):
        return latest
    old = latest.data if latest else {}
    return Revision.objects.create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=obj.pk,
        number=latest.number + 1 if latest else 1,
        made_at=at,
        made_by=user,
        made_by_name=(user.get_full_name() or user.get_username())[:150] if user else "",
        note=note[:200],
        changed=[name for name, value in data.items() if old.get(name) != value] if latest else [],
        data=data,
        digest=values.digest(data),
    )
