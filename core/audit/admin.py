"""The audit log in the admin, and what writes in it by itself: logins and changed rights."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import models
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..lazy_text import LazyText
from ..read_only import ReadOnlyMixin
from . import Action, AuditEntry, record, who_acts


class ActorFilter(admin.SimpleListFilter):
    title = _("person")
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        names = AuditEntry.objects.exclude(actor_name="").order_by("actor_name").values_list("actor_name", flat=True)
        return [(name, name) for name in names.distinct()]

    def queryset(self, request: HttpRequest, entries: models.QuerySet) -> models.QuerySet:
        return entries.filter(actor_name=self.value()) if self.value() else entries


class ActionFilter(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return Action.choices

    def queryset(self, request: HttpRequest, entries: models.QuerySet) -> models.QuerySet:
        return entries.filter(action=self.value()) if self.value() else entries


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = ("happened_at", "actor_name", "deed", "kind", "object_name", "object_id", "detail")
    list_display_links = None
    list_filter = (ActionFilter, "happened_at", ActorFilter)
    ordering = ("-happened_at", "-pk")
    actions = None
    fields = ("happened_at", "actor_name", "deed", "kind", "object_name", "object_id", "detail")

    @admin.display(description=_("action"), ordering="action")
    def deed(self, entry: AuditEntry) -> LazyText:
        return entry.action_label


# Django offers no other place to learn of logins; those that failed are in logins.py.
@receiver(user_logged_in)
def _logged_in(sender, user, **kwargs):
    record(user, Action.LOGIN)


@receiver(user_logged_out)
def _logged_out(sender, user, **kwargs):
    if user is not None:
        record(user, Action.LOGOUT)


@receiver(m2m_changed, sender=get_user_model().groups.through)
@receiver(m2m_changed, sender=get_user_model().user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def _rights_changed(sender, instance, action, pk_set, **kwargs):
    """Whoever does it and from wherever; on the command line nobody is known."""
    if action in {"post_add", "post_remove", "post_clear"}:
        numbers = ", ".join(str(pk) for pk in sorted(pk_set or ()))
        record(who_acts(), Action.PERMISSION, instance, f"{action[5:]} {sender._meta.model_name}: {numbers}".strip())
