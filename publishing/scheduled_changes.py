"""Changes that a public page takes at a time set beforehand: in one transaction, or not at all."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.admin_pages import admin_of, admin_url
from core.alters_data import alters_data
from core.mail.compose import queue_mail
from core.moments import in_words
from core.punctuation import colon

from . import inline_rows, revisions, values
from .diff import field_diff
from .edit_conflict import ConflictQuestion

logger = logging.getLogger(__name__)


class ScheduledChangeQuerySet(models.QuerySet):
    def of(self, obj: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)

    def unfinished(self) -> Self:
        """Return what is still to come, and what could not be made."""
        return self.filter(applied_at=None)

    def waiting(self) -> Self:
        return self.unfinished().filter(parked_at=None)

    def parked(self) -> Self:
        return self.unfinished().exclude(parked_at=None)

    def touching(self, names: Iterable[str]) -> list:
        """Return, as a list, those that change one of these fields."""
        return [change for change in self if change.changed.keys() & set(names)]


@dataclass(frozen=True)
class Outcome:
    """What a scheduled change makes of an object now, by field, and the fields in which both changed the same words."""

    values: dict
    crossed: list[str]


class ScheduledChange(models.Model):
    """What somebody wrote for later: ``base`` is the object as they saw it, ``data`` as it shall be."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    obj = GenericForeignKey()
    at = models.DateTimeField(gettext_lazy("on"), db_index=True)
    base = models.JSONField()
    data = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(gettext_lazy("by"), max_length=150, blank=True)
    parked_at = models.DateTimeField(null=True)
    problem = models.TextField(gettext_lazy("why not"), blank=True)
    applied_at = models.DateTimeField(gettext_lazy("done"), null=True)

    objects = ScheduledChangeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("planned change")
        verbose_name_plural = gettext_lazy("planned changes")
        ordering = ["at"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="scheduled_change_of_an_object")]

    def __str__(self):
        return f"{colon(in_words(self.at))} {self.obj or '–'}"

    @property
    def model(self) -> Any:
        return self.content_type.model_class()

    @property
    def changed(self) -> dict:
        """Return what shall be different, as it shall be."""
        return {name: value for name, value in self.data.items() if self.base.get(name) != value}

    @property
    def labels(self) -> list[str]:
        return [field_diff.label(self.model, name) for name in self.changed]

    def obstacle(self, obj: models.Model) -> str:
        """Return why the change cannot be made now, in a sentence, or nothing."""
        if self.made_by is None or not self.made_by.is_active:
            return _("The account of who planned it is closed.")
        if not _may_change(self.made_by, obj):
            return _("Who planned it may not change this any more.")
        if crossed := self.outcome(obj).crossed:
            names = ", ".join(field_diff.label(self.model, name) for name in crossed)
            return _("Somebody has changed the same words since: %(names)s.") % {"names": names}
        return ""

    def outcome(self, obj: models.Model) -> Outcome:
        """Merge what shall be different with what was changed since it was planned."""
        now, found, crossed = values.snapshot(obj), {}, []
        for name, mine in self.changed.items():
            question = ConflictQuestion(self.model, name, self.base.get(name), mine, now.get(name))
            found[name], is_clear = self._merged(question)
            if not is_clear:
                crossed.append(name)
        return Outcome(found, crossed)

    def proposal(self, obj: models.Model) -> dict:
        """Return what the fields would be now; where both changed the same words, as it was planned."""
        return self.outcome(obj).values

    def _merged(self, question) -> tuple[object, bool]:
        """Return what the field shall be, and whether nobody has to be asked."""
        mine, theirs, merged = question.mine, question.theirs, question.merged
        if theirs in (question.base, mine):
            return mine, True
        is_planned = self._is_of_another_change(question.name, theirs)
        if is_planned and (merged is None or not values.is_long(self.model, question.name)):
            return mine, True
        if merged and not merged.overlaps:
            return merged.text, True
        return (question.mine_and_theirs_elsewhere, True) if is_planned else (mine, False)

    def _is_of_another_change(self, name: str, value) -> bool:
        """Whether a scheduled change wrote this: whoever planned the later one was told, and it stands."""
        of_it = type(self).objects.filter(content_type=self.content_type, object_id=self.object_id)
        done = of_it.filter(applied_at__gt=self.made_at).order_by("-applied_at", "-pk")
        last = next((change for change in done if name in change.changed), None)
        return last is not None and last.data[name] == value

    @alters_data
    def write_into(self, obj: models.Model) -> None:
        """Save the change with a revision of its own; raise ValidationError when the object would not be sound."""
        written = self.outcome(obj).values
        many = values.fill(obj, written)
        obj.full_clean()  # save() runs the checks
        for name, keys in many.items():
            if getattr(obj, name).model._base_manager.filter(pk__in=keys).count() != len(keys):
                raise ValidationError({name: _("Something chosen here is not there any more.")})
        obj.save()
        for name, keys in many.items():
            getattr(obj, name).set(keys)
        for name in inline_rows.relations(type(obj)).keys() & written.keys():
            inline_rows.write(obj, name, written[name])
        revisions.keep(obj, self.made_by, _("planned change"))
        kept = values.snapshot(obj)
        self.data |= {name: kept[name] for name in written}


def _may_change(user, obj) -> bool:
    """Ask the desk, as if the one who planned it sat there now: its rules depend on the state of the object, too."""
    request = HttpRequest()
    request.user = user
    model_admin = admin_of(admin.site, type(obj))
    return model_admin is not None and model_admin.has_change_permission(request, obj)


def apply_due() -> None:
    """Make the changes whose time has come, each in a transaction of its own."""
    due = ScheduledChange.objects.waiting().filter(at__lte=timezone.now()).order_by("at", "pk")
    for key in due.values_list("pk", flat=True)[:20]:
        apply(key)


@transaction.atomic
def apply(key: int) -> None:
    """Make one change, or park it with the reason."""
    change = ScheduledChange.objects.select_for_update(skip_locked=True).waiting().filter(pk=key).first()
    if change is None:
        return
    obj = change.model._base_manager.select_for_update().filter(pk=change.object_id).first()
    if obj is None:
        change.delete()
        return
    problem = change.obstacle(obj)
    if not problem:
        try:
            with transaction.atomic():
                change.write_into(obj)
        except ValidationError as error:
            problem = " ".join(_sentences(change.model, error))
        except (IntegrityError, DataError):
            logger.exception("A planned change could not be made")
            problem = _("The database refused it; the log says why.")
    if problem:
        change.parked_at, change.problem = timezone.now(), problem
        _tell(change)
    else:
        change.applied_at = timezone.now()
    change.save(update_fields=["parked_at", "problem", "applied_at", "data"])


def _tell(change) -> None:
    """Write to who planned it; on the desk's first page it waits for everybody who may mend it."""
    if change.made_by is None or not change.made_by.is_active or not change.made_by.email:
        return
    address = admin_url(change.content_type.model_class(), "scheduled_change", change.object_id, change.pk)
    context = {"change": change, "at": in_words(change.at), "address": address}
    queue_mail(change.made_by.email, "publishing/mail/scheduled_change_parked", context, kind="staff")


def _sentences(model, error: ValidationError) -> list[str]:
    found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    return [
        " ".join(messages) if name == "__all__" else f"{colon(field_diff.label(model, name))} {' '.join(messages)}"
        for name, messages in found.items()
    ]
