"""The desk's answer to “where is this used?”: the texts that show a thing, with a link to each."""

from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from . import uses


class WithUses(admin.ModelAdmin):
    """Mixin for what can be put into texts. Its list names drafts of others, so it is for those who publish."""

    USED_IN = (_("Where it is used"), {"fields": ("used_in",)})

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        is_told = obj is not None and self.has_publish_permission(request)
        return [*fieldsets, self.USED_IN] if is_told else fieldsets

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "used_in")

    def places_of(self, thing) -> list[uses.Place]:
        return uses.in_texts(thing)

    def get_deleted_objects(self, objs, request):
        """Let nothing be deleted that a text shows: it would leave a hole there."""
        gone, counts, missing, protected = super().get_deleted_objects(objs, request)
        for one in objs:
            shown_by = [place.thing for place in self.places_of(one) if not place.is_past and not place.field]
            if self.has_publish_permission(request):
                protected += [format_html("{}: {}", thing._meta.verbose_name, link_to(thing)) for thing in shown_by]
            elif shown_by:
                protected.append(_("a text that is not yours"))
        return gone, counts, missing, protected

    @admin.display(description=_("shown by"))
    def used_in(self, thing):
        if not thing.pk:
            return "–"
        rows = [(link_to(place.thing), place.thing._meta.verbose_name, _how(place)) for place in self.places_of(thing)]
        if not rows:
            return _("Nothing shows this.")
        items = format_html_join("", '<li>{} <span class="quiet">{}, {}</span></li>', rows)
        return format_html('<ul class="used-in">{}</ul>', items)


def link_to(thing):
    """Return a link to the form of a thing, or its name where it has none."""
    try:
        address = reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
    except NoReverseMatch:
        return str(thing)
    return format_html('<a href="{}" dir="auto">{}</a>', address, thing)


def _how(place) -> str:
    if place.is_past:
        return _("in an earlier version")
    return place.field or _("in the text")
