"""The desk's page for who the organisation is. There is one row of it, or none yet."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from core.admin_pages import admin_url
from core.http.scripts import OwnScript
from core.identity.models import THE_ONE, Identity

from .forms import COLOURS, PLACES, IdentityForm, translated
from .preview import preview
from .views import look


@admin.register(Identity)
class IdentityAdmin(admin.ModelAdmin):
    readonly_fields = ("looks",)

    class Media:
        js = [OwnScript("js/identity.js")]

    def get_fieldsets(self, request, obj=None):
        return (
            (None, {"fields": ["seen", *translated("name"), *translated("tagline")]}),
            (_("Logo and colours"), {"fields": ["file", "logo_by_night", "name_in_logo", *COLOURS, "looks"]}),
            (_("Shared links"), {"fields": ["sharing_picture"]}),
            (_("How people reach you"), {"fields": ["email", "address", "donations"]}),
            (
                _("Home page"),
                {
                    "fields": ["leading", tuple(PLACES)],
                    "description": _("Sections stand in the order of their numbers; those without one are not shown."),
                },
            ),
            (_("Foot of every page"), {"fields": [*translated("footer"), "profiles"]}),
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **{**kwargs, "form": IdentityForm.for_languages()})

    def get_object(self, request, object_id, from_field=None):
        """Return the row, or what it would say now: nothing is written before somebody saves."""
        found = super().get_object(request, object_id, from_field)
        is_new = found is None and object_id == str(THE_ONE)
        return Identity(pk=THE_ONE, **settings.ORGANISATION) if is_new else found

    def get_urls(self):
        seen = self.admin_site.admin_view(look)
        return [path("preview/", seen, name="identity_look"), *super().get_urls()]

    def save_model(self, request, obj, form, change):
        form.save_pictures()
        super().save_model(request, obj, form, change)

    @admin.display(description=_("how it looks"))
    def looks(self, row):
        return preview(row.colour, row.colour_by_night, row.name)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request: HttpRequest, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return redirect(admin_url(Identity(pk=THE_ONE)))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"title": _("Settings of the organisation"), "subtitle": "", "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def response_change(self, request, obj):
        messages.success(request, _("Saved. Pages and mails say it within two seconds."))
        return redirect(admin_url(obj))
