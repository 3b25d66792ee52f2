"""Makes the pages of the admin write in the audit log by themselves, and delete one by one."""

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from ..admin_mixin import AdminMixin
from . import Action, record

NAMED_AT_MOST = 40  # numbers of chosen rows in one entry


class Audited(AdminMixin):
    """Mixed into every page of the admin: what its forms, deletions and list actions do is recorded."""

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        record(request.user, Action.ADD, obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        record(request.user, Action.CHANGE, obj, _fields(message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet) -> Any:
        for obj in queryset:
            record(request.user, Action.DELETE, obj)
        return super().log_deletions(request, queryset)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        """Delete what was chosen in a list by the model's own ``delete``, which knows what else must go."""
        for obj in queryset:
            self.delete_model(request, obj)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        rows = "all" if request.POST.get("select_across") == "1" else ", ".join(chosen[:NAMED_AT_MOST])
        response = super().response_action(request, queryset)
        # Nothing was done when nothing was chosen (None), or when a page asks whether it is meant.
        if response is None or isinstance(response, TemplateResponse):
            return response
        names = set(request.POST.getlist("action")) & set(self.get_actions(request))
        for name in names - {"delete_selected"}:  # its rows are recorded one by one
            record(request.user, Action.RUN, self.model, f"{name}: {rows}")
        return response


def _fields(message) -> str:
    """Return the names of the fields a form changed, without any value."""
    if isinstance(message, str):
        return message
    return ", ".join(name for entry in message for deed in entry.values() for name in deed.get("fields", ()))
