"""The admin's part: a mixin for the ModelAdmin of anything in which people write."""

from functools import partial

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from . import autosaving, history, versions
from .plans import PlannedChange
from .sheets import Sheet


class WithVersions(admin.ModelAdmin):
    """Keeps a version of every save, unsaved writing, and two people from writing over each other."""

    change_form_template = "admin/writing/change_form.html"

    class Media:
        js = ["js/autosave.js"]

    @property
    def route(self) -> str:
        """The beginning of the names of this model's pages."""
        return f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"

    @property
    def routes(self) -> dict:
        """What templates need to link to the pages below, and to tell the time."""
        names = {"copy": "unsaved", "plan": "plan", "difference": "difference", "restore": "restore"}
        names |= dict.fromkeys(["change", "publication", "preview", "preview_new", "share", "changelist"])
        links = {f"{what}_route": f"{self.route}_{name or what}" for what, name in names.items()}
        return {**links, "zone": settings.TIME_ZONE}

    def get_urls(self):
        def at(route, view, name, *methods):
            view = require_http_methods(methods)(partial(view, self))
            return path(
                route, self.admin_site.admin_view(view), name=f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            )

        thing = "<int:object_id>"
        return [
            at("autosave/", autosaving.autosave, "autosave_new", "POST"),
            at(f"{thing}/autosave/", autosaving.autosave, "autosave", "POST"),
            at("form-token/", autosaving.form_token, "form_token", "GET"),
            at("unsaved/<int:copy_id>/", autosaving.unsaved, "unsaved", "GET", "HEAD", "POST"),
            at(f"{thing}/history/", history.versions, "history", "GET", "HEAD"),
            at(f"{thing}/versions/<int:old>/<int:new>/", history.difference, "difference", "GET", "HEAD"),
            at(f"{thing}/versions/<int:number>/restore/", history.restore, "restore", "GET", "HEAD", "POST"),
            at(f"{thing}/plans/<int:plan_id>/", history.plan, "plan", "GET", "HEAD", "POST"),
            *super().get_urls(),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        sheet = getattr(request, "sheet", None)
        return sheet.dressed(form) if sheet else form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        # The lock on the thing, the look at its last version and the save are one transaction.
        with transaction.atomic():
            sheet = request.sheet = Sheet(self, request, object_id)
            context = {**(extra_context or {}), **self.routes, "sheet": sheet}
            if not sheet.posted:
                return super().changeform_view(request, object_id, form_url, context)
            response = sheet.before_saving()
            if sheet.meeting and sheet.refusal:
                context["errors"] = []  # it is said in the middle of the two texts
            if response is None:
                with sheet.saving():
                    response = super().changeform_view(request, object_id, form_url, context)
            return sheet.after_saving(response)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        sheet = getattr(request, "sheet", None)
        if sheet and prefix in sheet.rows:
            kwargs |= {"queryset": inline.get_queryset(request).none(), "initial": sheet.rows[prefix]}
        return kwargs

    def _create_formsets(self, request, obj, change):
        # Django counts the empty rows of an inline before it knows with what they are filled.
        formsets, inlines = super()._create_formsets(request, obj, change)
        sheet = getattr(request, "sheet", None)
        for formset in formsets:
            if sheet and formset.prefix in sheet.rows:
                formset.extra = len(sheet.rows[formset.prefix]) + 1
        return formsets, inlines

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        # What an action changes and its version are one transaction; not every action saves thing by thing.
        with transaction.atomic():
            chosen = [key for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if key.isdecimal() and len(key) < 16]
            things = list(self.get_queryset(request).filter(pk__in=chosen)) if chosen else []
            for thing in things:
                versions.keep_before(thing)
            response = super().changelist_view(request, extra_context)
            for thing in things:
                versions.keep(thing, request.user)
            return response

    def log_addition(self, request, obj, message):
        self._keep(request, obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        self._keep(request, obj, message)
        return super().log_change(request, obj, message)

    def _keep(self, request, thing, message):
        """Whatever the admin logs is a version: saves, rows edited in a list, actions."""
        versions.keep(thing, request.user, message if isinstance(message, str) else "")
        if getattr(request, "sheet", None):
            request.sheet.saved = thing


@admin.register(PlannedChange)
class PlannedChangeAdmin(admin.ModelAdmin):
    """What will change by itself, and what could not; it is decided on at the things themselves."""

    list_display = ("what", "at", "made_by_name", "problem")
    list_display_links = None
    list_filter = (("parked_at", admin.EmptyFieldListFilter), ("applied_at", admin.EmptyFieldListFilter))
    list_per_page = 50
    actions = None

    def get_queryset(self, request):
        """Return the plans for what this person may look at."""
        kinds = ContentType.objects.filter(pk__in=PlannedChange.objects.values("content_type"))
        desks = ((kind, self.admin_site._registry.get(kind.model_class())) for kind in kinds)
        seen = [kind for kind, desk in desks if desk and desk.has_view_permission(request)]
        return super().get_queryset(request).filter(content_type__in=seen).prefetch_related("thing")

    @admin.display(description=_("page"))
    def what(self, plan):
        model = plan.content_type
        page = reverse(f"{self.admin_site.name}:{model.app_label}_{model.model}_change", args=[plan.object_id])
        return format_html('<a href="{}">{}</a>', page, plan.thing or "–")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
