"""The desk's answer to “where is this used?”: the texts that show an object, with a link to each."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..admin_pages import admin_url
from ..lazy_text import LazyText
from . import reference_index


class ReferencesMixin(admin.ModelAdmin):
    """Mixin for what can be put into texts. Its list names drafts of others, so it is for those who publish."""

    has_publish_permission: Callable[[HttpRequest], bool]
    USED_IN = (_("Where it is used"), {"fields": ("used_in",), "classes": ("side", "collapse")})

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        is_told = obj is not None and self.has_publish_permission(request)
        return [*fieldsets, self.USED_IN] if is_told else fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "used_in")

    def places_of(self, obj: models.Model) -> list[reference_index.ReferencePlace]:
        return reference_index.in_texts(obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Let nothing be deleted that a text shows: it would leave a hole there."""
        gone, counts, missing, protected = super().get_deleted_objects(objs, request)
        for one in objs:
            shown_by = [place.obj for place in self.places_of(one) if not place.is_past and not place.field]
            if self.has_publish_permission(request):
                protected += [format_html("{}: {}", obj._meta.verbose_name, link_to(obj)) for obj in shown_by]
            elif shown_by:
                protected.append(gettext("a text that is not yours"))
        return gone, counts, missing, protected

    @admin.display(description=_("shown by"))
    def used_in(self, obj: models.Model) -> LazyText:
        if not obj.pk:
            return "–"
        rows = [(link_to(place.obj), place.obj._meta.verbose_name, _how(place)) for place in self.places_of(obj)]
        if not rows:
            return _("Nothing shows this.")
        items = format_html_join("", '<li>{} <span class="quiet">{}, {}</span></li>', rows)
        return format_html('<ul class="used-in">{}</ul>', items)


def link_to(obj: models.Model) -> str:
    """Return a link to the form of an object, or its name where it has none."""
    try:
        address = admin_url(obj)
    except NoReverseMatch:
        return str(obj)
    return format_html('<a href="{}" dir="auto">{}</a>', address, obj)


def _how(place: reference_index.ReferencePlace) -> LazyText:
    if place.is_past:
        return _("in an earlier version")
    return place.field or _("in the text")
