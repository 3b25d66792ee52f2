"""What the admin pages of everything publishable have in common: revisions, publishing and previews."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.http.scripts import OwnScript
from core.lazy_text import LazyText
from core.redirects import Redirect, normal

from ..publishable import Publishable, State
from .preview import PreviewMixin
from .publish import PublishMixin
from .revisions import RevisionsMixin

PICTURE_FIELDS = ("file", "alt", "decorative", "credit", "licence", "source_url")


def side(title: LazyText, *fields: Any, closed: bool = False, **options: Any) -> tuple[LazyText, dict[str, Any]]:
    """Return a set of fields for the panel beside the text; a ``closed`` one opens by a click."""
    return title, {"fields": fields, "classes": ("side", "collapse") if closed else ("side",), **options}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Any:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


class PublishableAdmin(PreviewMixin, PublishMixin, RevisionsMixin):
    """A list that shows the state, an address filled in from the title, a section on publication."""

    ADDRESS = side(_("Address and language"), "slug", "language")
    ADDRESS_IN_LANGUAGES = side(_("Address and language"), "slug", "language", "translation_of")

    change_form_template = "admin/publishing/publishable_change_form.html"
    list_display = ("title", "state", "published_at", "language")
    list_filter = (StateFilter, "language")
    search_fields = ("title", "summary")
    date_hierarchy = "published_at"
    prepopulated_fields = {"slug": ("title",)}
    actions = ("publish_now", "ask_review", "back_to_draft")

    class Media:
        js = [OwnScript("js/mend.js"), OwnScript("js/preview-beside.js")]
        css = {"all": ["css/desk.css"]}

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "title":
            kwargs.setdefault(
                "widget", admin.widgets.AdminTextInputWidget(attrs={"class": "vLargeTextField", "dir": "auto"})
            )
        if db_field.name == "summary":
            kwargs.setdefault("widget", admin.widgets.AdminTextareaWidget(attrs={"rows": 3, "dir": "auto"}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return {} if obj else self.prepopulated_fields

    @admin.display(description=_("state"))
    def state(self, obj: Publishable) -> LazyText:
        return obj.state.label

    def save_model(self, request: HttpRequest, obj: Any, form: forms.BaseForm, change: bool) -> None:
        before = obj.kept if change else None
        super().save_model(request, obj, form, change)
        if before and before.was_public and before.slug != obj.slug:
            old = normal(before.get_absolute_url())
            if Redirect.objects.filter(old_path=old).exists():
                text = _(
                    "The old address %(old)s leads to the new one now. To undo this, give it back its old address."
                )
                messages.info(request, text % {"old": old})
