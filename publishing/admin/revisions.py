"""The admin's part: a mixin for the ModelAdmin of anything in which people write."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core.admin_filters import PartFilter
from core.admin_pages import admin_of, admin_url
from core.form_errors import in_json
from core.http.scripts import OwnScript
from core.read_only import ReadOnlyMixin

from .. import history, recycle_bin, revisions, unsaved
from ..owned import Owned, may_change_others
from ..scheduled_changes import ScheduledChange
from . import autosave
from .edit_session import EditSession
from .forms import EditForm
from .routes import RoutesMixin


class RevisionsMixin(RoutesMixin):
    """Keeps a revision of every save, unsaved writing, and two people from writing over each other."""

    form = EditForm
    change_form_template = "admin/publishing/change_form.html"
    delete_confirmation_template = "admin/publishing/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/publishing/delete_selected_confirmation.html"

    class Media:
        js = [OwnScript(f"js/{name}.js") for name in ("autosave", "save-in-place", "caret", "writing-keys")]

    def get_urls(self) -> list:
        def at(route, view, name, *methods):
            view = require_http_methods(methods)(partial(view, self))
            return path(
                route, self.admin_site.admin_view(view), name=f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            )

        one = "<int:object_id>"
        return [
            at("autosave/", autosave.autosave, "autosave_new", "POST"),
            at(f"{one}/autosave/", autosave.autosave, "autosave", "POST"),
            at("form-token/", autosave.form_token, "form_token", "GET"),
            at("unsaved/<int:autosave_id>/", autosave.unsaved, "unsaved", "GET", "HEAD", "POST"),
            at(f"{one}/history/", history.revision_list, "history", "GET", "HEAD"),
            at(f"{one}/versions/<int:old>/<int:new>/", history.difference, "difference", "GET", "HEAD"),
            at(f"{one}/versions/<int:number>/restore/", history.restore, "restore", "GET", "HEAD", "POST"),
            at(
                f"{one}/scheduled-changes/<int:change_id>/",
                history.scheduled_change,
                "scheduled_change",
                "GET",
                "HEAD",
                "POST",
            ),
            *super().get_urls(),
        ]

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        session = getattr(request, "edit_session", None)
        if session:
            session.fill(form)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        # The lock on the object, the look at its last revision and the save are one transaction.
        with transaction.atomic():
            session = EditSession(self, request, object_id)
            request.edit_session = session  # type: ignore[attr-defined]  # forms, rows and templates read it
            context = {**(extra_context or {}), **self.routes, "edit_session": session}
            if not session.posted:
                return super().changeform_view(request, object_id, form_url, context)
            if session.is_too_late:
                return in_json(request, autosave.keep_for_later(session))
            response = session.before_saving()
            if session.texts_meet or session.is_public_since:
                context["errors"] = []  # it is said above the form, with what to do
            if response is None:
                with session.saving():
                    response = super().changeform_view(request, object_id, form_url, context)
            return in_json(request, session.after_saving(response))

    def get_formset_kwargs(self, request: HttpRequest, obj: models.Model, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        session = getattr(request, "edit_session", None)
        if session and prefix in session.rows:
            kwargs |= {"queryset": inline.get_queryset(request).none(), "initial": session.rows[prefix]}
        return kwargs

    def _create_formsets(self, request, obj, change):
        # Django counts the empty rows of an inline before it knows with what they are filled.
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]  # private to Django
        session = getattr(request, "edit_session", None)
        for formset in formsets:
            if session and formset.prefix in session.rows:
                formset.extra = len(session.rows[formset.prefix]) + 1
        return formsets, inlines

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Delete it into the bin."""
        rows = []
        for inline in self.get_inlines(request, obj):
            fields = inline.model._meta.fields
            owner = next(field for field in fields if field.is_relation and isinstance(obj, field.related_model))
            rows += inline.model._base_manager.filter(**{owner.name: obj.pk})
        revisions.keep_before(obj)
        recycle_bin.put(obj, rows, request.user)
        super().delete_model(request, obj)

    def binned_for(self, user: User | AnonymousUser, items: models.QuerySet) -> models.QuerySet:
        """Return of deleted objects of this kind those that this person may see: of some kinds only their own."""
        if not issubclass(self.model, Owned) or may_change_others(user, self.opts):
            return items
        return items.filter(Q(owner=user) | Q(deleted_by=user))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> Any:
        kept = {"unfinished": unsaved.sentences(obj)} if (obj := self.get_object(request, object_id)) else {}
        return super().delete_view(request, object_id, {**kept, **(extra_context or {})})

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        # What an action changes and its revision are one transaction; not every action saves object by object.
        with transaction.atomic():
            chosen = [key for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if key.isdecimal() and len(key) < 16]
            # What is kept and what an action saves is read after this: it undoes nothing of a moment ago.
            list(self.model._base_manager.select_for_update(of=("self",)).filter(pk__in=chosen).order_by("pk"))
            objs = list(self.get_queryset(request).filter(pk__in=chosen)) if chosen else []
            for obj in objs:
                revisions.keep_before(obj)
            response = super().changelist_view(request, extra_context)
            for obj in objs:
                revisions.keep(obj, request.user)
            return response

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._keep(request, obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._keep(request, obj, message)
        return super().log_change(request, obj, message)

    def _keep(self, request, obj, message):
        """Whatever the admin logs is a revision: saves, rows edited in a list, actions."""
        revisions.keep(obj, request.user, message if isinstance(message, str) else "")
        if getattr(request, "edit_session", None):
            request.edit_session.saved = obj


class ChangeStateFilter(PartFilter):
    title = _("state")
    parameter_name = "state"
    PARTS = (
        ("waiting", _("to come"), lambda changes: changes.waiting()),
        ("parked", _("not made"), lambda changes: changes.parked()),
        ("made", _("made"), lambda changes: changes.exclude(applied_at=None)),
    )


@admin.register(ScheduledChange)
class ScheduledChangeAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """What will change by itself, and what could not; it is decided on at the objects themselves."""

    list_display = ("what", "at", "made_by_name", "problem")
    list_display_links = None
    list_filter = (ChangeStateFilter,)
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Return the changes to what this person may look at."""
        kinds = ContentType.objects.filter(pk__in=ScheduledChange.objects.values("content_type"))
        admins = ((kind, admin_of(self.admin_site, kind.model_class())) for kind in kinds)
        seen = [kind for kind, model_admin in admins if model_admin and model_admin.has_view_permission(request)]
        return super().get_queryset(request).filter(content_type__in=seen).prefetch_related("obj")

    @admin.display(description=_("page"))
    def what(self, change: ScheduledChange) -> SafeString:
        page = admin_url(change.model, "change", change.object_id)
        return format_html('<a href="{}">{}</a>', page, change.obj or "–")
