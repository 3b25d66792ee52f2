"""What editors see of the system: jobs that failed, mail that did not leave, old addresses."""

import contextlib
import datetime
import json
from typing import Any

# The package registers its own, plainer page; importing it first makes sure that ours is the one that stays.
import django_tasks_db.admin  # noqa: F401
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import NotRegistered
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks.base import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from .accounts.logins import FailedLogins
from .audit import admin as audit_admin  # noqa: F401  (it registers itself)
from .jobs.models import Job
from .lazy_text import LazyText
from .logs import clean
from .mail.limits import MailLimitCount
from .mail.outbox import OutboxMail
from .redirects import Redirect, remember

with contextlib.suppress(NotRegistered):
    admin.site.unregister(DBTaskResult)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that machines write: people look, and use the actions."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Who may change such rows at all may have them tried again; nobody writes in them by hand."""
        return super().has_change_permission(request)


class JobStateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("failed", _("failed")), ("waiting", _("waiting")), ("running", _("running")), ("done", _("done"))]

    def queryset(self, request: HttpRequest, jobs: models.QuerySet) -> models.QuerySet:
        states = {
            "failed": Status.FAILED,
            "waiting": Status.READY,
            "running": Status.RUNNING,
            "done": Status.SUCCESSFUL,
        }
        chosen = states.get(self.value() or "")
        return jobs.filter(status=chosen) if chosen else jobs


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("name", "state", "attempts", "asked", "next_attempt", "problem")
    list_filter = (JobStateFilter,)
    fields = (
        "name",
        "state",
        "attempts",
        "asked",
        "begun",
        "ended",
        "next_attempt",
        "given",
        "report",
    )
    readonly_fields = fields
    ordering = ("-enqueued_at",)
    actions = ("try_again",)

    @admin.display(description=_("job"))
    def name(self, job: Job) -> str:
        return job.title

    @admin.display(description=_("state"), ordering="status")
    def state(self, job: Job) -> LazyText:
        return {
            Status.READY: _("waiting") if not job.worker_ids else _("waiting, failed before"),
            Status.RUNNING: _("running"),
            Status.FAILED: _("failed"),
            Status.SUCCESSFUL: _("done"),
        }[Status(job.status)]

    @admin.display(description=_("attempts"))
    def attempts(self, job: Job) -> int:
        return len(job.worker_ids)

    @admin.display(description=_("asked for"), ordering="enqueued_at")
    def asked(self, job: Job) -> datetime.datetime | None:
        return job.enqueued_at

    @admin.display(description=_("begun"))
    def begun(self, job: Job) -> datetime.datetime | None:
        return job.started_at

    @admin.display(description=_("ended"))
    def ended(self, job: Job) -> datetime.datetime | None:
        return job.finished_at

    @admin.display(description=_("next attempt"))
    def next_attempt(self, job: Job) -> datetime.datetime | None:
        return job.run_after if job.status == Status.READY and job.run_after.year < 9999 else None

    @admin.display(description=_("last error"))
    def problem(self, job: Job) -> str:
        return clean(job.traceback.strip().rpartition("\n")[2])[:120]

    @admin.display(description=_("given to it"))
    def given(self, job: Job) -> str:
        return clean(json.dumps(job.args_kwargs, ensure_ascii=False))

    @admin.display(description=_("last error"))
    def report(self, job: Job) -> str | None:
        return format_html("<pre>{}</pre>", clean(job.traceback)) if job.traceback else None

    @admin.action(description=_("Try again"), permissions=["retry"])
    def try_again(self, request: HttpRequest, jobs: models.QuerySet) -> None:
        count = sum(job.try_again() for job in jobs)
        messages.success(request, ngettext("%d job begins anew.", "%d jobs begin anew.", count) % count)


class GivenUpFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("given-up", _("given up")), ("waiting", _("waiting")), ("delayed", _("waiting, many at once"))]

    def queryset(self, request: HttpRequest, mails: Any) -> models.QuerySet:
        if self.value() == "delayed":
            return mails.delayed()
        if self.value() not in {"given-up", "waiting"}:
            return mails
        return mails.filter(parked_at__isnull=self.value() == "waiting")


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnlyAdmin):
    list_display = ("masked", "kind", "created_at", "attempts", "next_attempt", "parked_at", "error")
    list_filter = (GivenUpFilter, "kind")
    # Neither subject nor text: they hold the links that only the recipient may have.
    fields = ("masked", "kind", "created_at", "attempts", "next_attempt", "parked_at", "error")
    readonly_fields = fields
    ordering = ("-parked_at", "due_at")
    actions = ("try_again",)

    @admin.display(description=_("to"))
    def masked(self, mail: OutboxMail) -> str:
        return mail.masked_address

    @admin.display(description=_("next attempt"))
    def next_attempt(self, mail: OutboxMail) -> datetime.datetime | None:
        return None if mail.parked_at else mail.due_at

    @admin.action(description=_("Send again"), permissions=["retry"])
    def try_again(self, request: HttpRequest, mails: Any) -> None:
        for mail in mails:
            mail.try_again()
        messages.success(request, _("They leave within a minute, if the mail server takes them."))


@admin.register(FailedLogins)
class FailedLoginsAdmin(ReadOnlyAdmin):
    list_display = ("hour", "whose", "wrong", "refused")
    actions = None
    list_filter = ("hour",)
    search_fields = ("account",)
    ordering = ("-hour", "account")

    @admin.display(description=_("account"), ordering="account")
    def whose(self, row: FailedLogins) -> LazyText:
        return row.account or _("names that no account has")


@admin.register(MailLimitCount)
class MailLimitCountAdmin(ReadOnlyAdmin):
    list_display = ("hour", "limit", "late", "dropped")
    actions = None
    list_filter = ("limit", "hour")
    ordering = ("-hour", "limit")


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    list_display = ("old_path", "new_path", "hits", "last_hit_on")
    search_fields = ("old_path", "new_path")

    def save_model(self, request: HttpRequest, redirect: Redirect, form: forms.BaseForm, change: bool) -> None:
        if change:
            Redirect.objects.filter(pk=redirect.pk).delete()
        remember(redirect.old_path, redirect.new_path)
        redirect.pk = Redirect.objects.get(old_path=redirect.old_path).pk
        Redirect.objects.filter(pk=redirect.pk).update(hits=redirect.hits, last_hit_on=redirect.last_hit_on)
