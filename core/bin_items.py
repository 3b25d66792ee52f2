"""What was deleted at the desk and can be brought back for thirty days."""

import datetime
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .moments import in_words

KEPT_FOR = timedelta(days=30)


class BinItemQuerySet(models.QuerySet):
    def of_kind(self, model: type[models.Model]) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def over(self) -> Self:
        return self.filter(deleted_at__lt=timezone.now() - KEPT_FOR)


class BinItem(models.Model):
    """One deleted object: ``records`` are it and the rows of its form, as Django serializes them; ``files`` theirs."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=gettext_lazy("kind"))
    object_id = models.PositiveBigIntegerField()
    title = models.CharField(gettext_lazy("title"), max_length=200)
    deleted_at = models.DateTimeField(gettext_lazy("deleted"), default=timezone.now, db_index=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    deleted_by_name = models.CharField(gettext_lazy("by"), max_length=150, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    records = models.JSONField()
    files = models.JSONField(default=list)

    objects = BinItemQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("deleted object")
        verbose_name_plural = gettext_lazy("deleted objects")
        ordering = ["-deleted_at", "-pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="deleted_once")]

    def __str__(self):
        return self.title

    @property
    def model(self) -> type[models.Model] | None:
        return self.content_type.model_class()

    @property
    def gone_at(self) -> datetime.datetime:
        """The moment from which it cannot be brought back."""
        return self.deleted_at + KEPT_FOR


def sentence(model: type[models.Model], object_id: object) -> str:
    """Say to somebody who still writes in it that an object was deleted."""
    item = BinItem.objects.of_kind(model).filter(object_id=object_id).first()
    if item is None:
        return _("This was deleted meanwhile. What you write is kept; you can save it as a new one.")
    text = _(
        "%(who)s deleted this (%(at)s). What you write is kept: it can be saved as a new one, or this can be brought "
        "back from the bin."
    )
    return text % {"who": item.deleted_by_name or _("Somebody"), "at": in_words(item.deleted_at)}


def forget_rows_of_deleted(model: type[models.Model]) -> None:
    """Delete the rows of ``model`` whose object (``content_type``, ``object_id``) is neither there nor in the bin."""
    for kind in ContentType.objects.filter(pk__in=model._default_manager.values("content_type").distinct()):
        if about := kind.model_class():
            rows = model._default_manager.filter(content_type=kind).exclude(
                object_id__in=about._base_manager.values("pk")
            )
            rows.exclude(object_id__in=BinItem.objects.of_kind(about).values("object_id")).delete()
