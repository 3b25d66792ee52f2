"""Changes that a public page takes at a time set beforehand: in one transaction, or not at all."""

import logging
from datetime import UTC, datetime

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..jobs import every
from ..mail import queue_mail
from ..moments import likely
from . import changes, rows, values, versions

logger = logging.getLogger(__name__)


class PlannedChangeQuerySet(models.QuerySet):
    def of(self, thing):
        return self.filter(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)

    def unfinished(self):
        """Return what is still to come, and what could not be made."""
        return self.filter(applied_at=None)

    def waiting(self):
        return self.unfinished().filter(parked_at=None)

    def parked(self):
        return self.unfinished().exclude(parked_at=None)


class PlannedChange(models.Model):
    """What somebody wrote for later: ``base`` is the thing as they saw it, ``data`` as it shall be."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    thing = GenericForeignKey()
    at = models.DateTimeField(gettext_lazy("on"), db_index=True)
    base = models.JSONField()
    data = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(gettext_lazy("by"), max_length=150, blank=True)
    parked_at = models.DateTimeField(null=True)
    problem = models.TextField(gettext_lazy("why not"), blank=True)
    applied_at = models.DateTimeField(gettext_lazy("done"), null=True)

    objects = PlannedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("planned change")
        verbose_name_plural = gettext_lazy("planned changes")
        ordering = ["at"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="lib_plan_of_thing")]

    def __str__(self):
        return f"{changes.moment(self.at)}: {self.thing or '–'}"

    @property
    def model(self):
        return self.content_type.model_class()

    @property
    def changed(self) -> dict:
        """Return what shall be different, as it shall be."""
        return {name: value for name, value in self.data.items() if self.base.get(name) != value}

    @property
    def labels(self) -> list[str]:
        return [changes.label(self.model, name) for name in self.changed]

    def obstacle(self, thing) -> str:
        """Return why the change cannot be made now, in a sentence, or nothing."""
        if self.made_by is None or not self.made_by.is_active:
            return _("The account of who planned it is closed.")
        if not _may_change(self.made_by, thing):
            return _("Who planned it may not change this any more.")
        now = values.snapshot(thing)
        crossed = [name for name, value in self.changed.items() if now.get(name) not in (self.base.get(name), value)]
        if crossed:
            names = ", ".join(changes.label(self.model, name) for name in crossed)
            return _("Somebody has changed the same since: %(names)s.") % {"names": names}
        return ""

    def write_into(self, thing) -> None:
        """Save the change with a version of its own; raise ValidationError when the thing would not be sound."""
        many = values.fill(thing, self.changed)
        thing.full_clean()  # save() asks the checklist
        for name, keys in many.items():
            if getattr(thing, name).model._base_manager.filter(pk__in=keys).count() != len(keys):
                raise ValidationError({name: _("Something chosen here is not there any more.")})
        thing.save()
        for name, keys in many.items():
            getattr(thing, name).set(keys)
        for name in rows.relations(type(thing)).keys() & self.changed.keys():
            rows.write(thing, name, self.changed[name])
        versions.keep(thing, self.made_by, _("planned change"))

    write_into.alters_data = True


def _may_change(user, thing) -> bool:
    """Ask the desk, as if the one who planned it sat there now: its rules depend on the state of the thing, too."""
    request = HttpRequest()
    request.user = user
    desk = admin.site._registry.get(type(thing))
    return desk is not None and desk.has_change_permission(request, thing)


@every(seconds=5)
def apply_due() -> None:
    """Make the changes whose time has come, each in a transaction of its own."""
    due = PlannedChange.objects.waiting().filter(at__lte=timezone.now()).order_by("at", "pk")
    for key in due.values_list("pk", flat=True)[:20]:
        apply(key)


@transaction.atomic
def apply(key) -> None:
    """Make one change, or park it with the reason."""
    plan = PlannedChange.objects.select_for_update(skip_locked=True).waiting().filter(pk=key).first()
    if plan is None:
        return
    thing = plan.model._base_manager.select_for_update().filter(pk=plan.object_id).first()
    if thing is None:
        plan.delete()
        return
    problem = plan.obstacle(thing)
    if not problem:
        try:
            with transaction.atomic():
                plan.write_into(thing)
        except ValidationError as error:
            problem = " ".join(_sentences(plan.model, error))
        except (IntegrityError, DataError):
            logger.exception("A planned change could not be made")
            problem = _("The database refused it; the log says why.")
    if problem:
        plan.parked_at, plan.problem = timezone.now(), problem
        _tell(plan)
    else:
        plan.applied_at = timezone.now()
    plan.save(update_fields=["parked_at", "problem", "applied_at"])


def _tell(plan) -> None:
    """Write to who planned it; on the desk's first page it waits for everybody who may mend it."""
    if plan.made_by is None or not plan.made_by.is_active or not plan.made_by.email:
        return
    kind = plan.content_type
    address = reverse(f"admin:{kind.app_label}_{kind.model}_plan", args=[plan.object_id, plan.pk])
    words = {"plan": plan, "at": changes.moment(plan.at), "address": address}
    queue_mail(plan.made_by.email, "lib/mail/planned_change_parked", words, kind="staff")


def moment_to_come(text: str):
    """Return the moment that a datetime-local field means in the site's time zone; raise ValidationError."""
    try:
        at = timezone.make_aware(datetime.fromisoformat(text).replace(tzinfo=None))
    except (ValueError, OverflowError):
        raise ValidationError(_("Please set the date and the time of the planned change.")) from None
    likely(at)
    if timezone.localtime(at.astimezone(UTC)).replace(tzinfo=None) != at.replace(tzinfo=None):
        raise ValidationError(_("The clocks jump over this time. Please choose another."))
    if at <= timezone.now():
        raise ValidationError(_("The time of a planned change must lie ahead."))
    return at


def _sentences(model, error: ValidationError) -> list[str]:
    found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    return [
        " ".join(messages) if name == "__all__" else f"{changes.label(model, name)}: {' '.join(messages)}"
        for name, messages in found.items()
    ]
