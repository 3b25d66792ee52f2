"""The desk's previews: the page as readers will get it, from what is saved or from what stands in the form."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from . import audit, checklist
from .confirming import new_token
from .previews import as_public
from .share_links import DAYS, ShareLink


class LinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(days, _("%(days)d days") % {"days": days}) for days in DAYS],
        initial=7,
    )
    note = forms.CharField(label=_("For whom (only you see this)"), max_length=120, required=False)


class WithPreview(admin.ModelAdmin):
    """Mixin: a preview of the saved thing and of the open form, and links that show a draft to others."""

    def get_urls(self):
        def at(route, view, name, *methods):
            name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            return path(route, self.admin_site.admin_view(require_http_methods(methods)(view)), name=name)

        return [
            at("preview/", self.preview_page, "preview_new", "POST"),
            at("<int:object_id>/preview/", self.preview_page, "preview", "GET", "HEAD", "POST"),
            at("<int:object_id>/share/", self.share, "share", "GET", "HEAD", "POST"),
            *super().get_urls(),
        ]

    def preview_page(self, request, object_id=None):
        """Show the page in frames of three widths; POST shows what stands in the form, and saves nothing."""
        thing = self._thing_to_show(request, object_id)
        faults = {}
        if request.method == "POST":
            html, faults = self._from_form(request, thing)
        else:
            html = as_public(request, thing).content.decode()
        return TemplateResponse(request, "admin/publishing/preview.html", {
            **self.admin_site.each_context(request),
            "title": _("Preview"),
            "subtitle": str(thing or ""),
            "opts": self.opts,
            "original": thing,
            "is_unsaved": request.method == "POST",
            "html": html,
            "faults": faults,
            **self.routes,
        })  # fmt: skip

    def _thing_to_show(self, request, object_id):
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        thing = self.get_object(request, str(object_id))
        if thing is None:
            raise Http404
        if not self.has_view_or_change_permission(request, thing):
            raise PermissionDenied
        if request.method == "POST" and not self.has_change_permission(request, thing):
            raise PermissionDenied
        return thing

    def _from_form(self, request, thing):
        """Save what stands in the form, look at its page, and take all of it back."""
        fields = flatten_fieldsets(self.get_fieldsets(request, thing))
        # Without its files: those would stay on the disk.
        form = self.get_form(request, thing, change=thing is not None, fields=fields)(request.POST, instance=thing)
        try:
            with transaction.atomic(), checklist.exempt("a preview, taken back at once"):
                shown = self._write(request, form)
                html = as_public(request, shown).content.decode()
                transaction.set_rollback(True)
        except (Error, ValueError):  # the second: a picture without its file
            return "", {"": [_("It cannot be shown like this. Please save it, and look at what is said then.")]}
        return html, {form.fields[name].label: faults for name, faults in form.errors.items() if name in form.fields}

    def _write(self, request, form):
        form.is_valid()
        thing, is_new = form.instance, form.instance.pk is None
        if "slug" in form.errors or not thing.slug:
            thing.slug = f"preview-{new_token()}".lower()
        thing.save()
        form._save_m2m()
        for formset in self._create_formsets(request, thing, change=not is_new)[0]:
            if formset.is_valid():
                formset.save()
        return thing

    def share(self, request, object_id):
        """List the links that show a draft to somebody without an account; POST makes or revokes one."""
        thing = self.get_object(request, str(object_id))
        if thing is None:
            raise Http404
        if not self.has_change_permission(request, thing):
            raise PermissionDenied
        form, made = LinkForm(), ""
        if request.method == "POST" and "revoke" in request.POST:
            self._revoke(request, thing)
            return redirect(request.path)
        if request.method == "POST":
            form = LinkForm(request.POST)
            if form.is_valid():
                token = ShareLink.make(thing, request.user, form.cleaned_data["days"], form.cleaned_data["note"])
                audit.record(request.user, audit.Action.SHARE, thing)
                made, form = settings.SITE_URL + reverse("share-link", args=[token]), LinkForm()
        response = TemplateResponse(request, "admin/publishing/share.html", {
            **self.admin_site.each_context(request),
            "title": _("Show it to somebody"),
            "subtitle": str(thing),
            "opts": self.opts,
            "original": thing,
            "links": ShareLink.objects.to(thing).select_related("created_by"),
            "form": form,
            "made": made,
            **self.routes,
        })  # fmt: skip
        response.headers["Cache-Control"] = "no-store"
        return response

    def _revoke(self, request, thing):
        key = request.POST["revoke"]
        link = get_object_or_404(ShareLink.objects.to(thing), pk=key if key.isdecimal() else 0)
        if link.revoke():
            audit.record(request.user, audit.Action.REVOKE, thing)
            messages.success(request, _("The link shows nothing any more."))
