"""The desk's previews: the page as readers will get it, from what is saved or from what stands in the form."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core import audit
from core.mail.double_opt_in import new_token

from .. import checks
from ..preview import as_public
from ..preview_links import DAYS, PreviewLink
from .routes import RoutesMixin


class LinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(days, _("%(days)d days") % {"days": days}) for days in DAYS],
        initial=7,
    )
    note = forms.CharField(label=_("For whom (only you see this)"), max_length=120, required=False)


class PreviewMixin(RoutesMixin):
    """Mixin: a preview of the saved object and of the open form, and links that show a draft to others."""

    def get_urls(self) -> list:
        def at(route, view, name, *methods):
            name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            return path(route, self.admin_site.admin_view(require_http_methods(methods)(view)), name=name)

        return [
            at("preview/", self.preview_page, "preview_new", "POST"),
            at("<int:object_id>/preview/", self.preview_page, "preview", "GET", "HEAD", "POST"),
            at("<int:object_id>/share/", self.preview_links, "preview_links", "GET", "HEAD", "POST"),
            *super().get_urls(),
        ]

    def preview_page(self, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """Show the page in frames of three widths; POST shows what stands in the form, and saves nothing.

        The script that shows it beside the text gets the page alone.
        """
        obj = self._shown_object(request, object_id)
        faults = {}
        if request.method == "POST":
            html, faults = self._from_form(request, obj)
        else:
            html = as_public(request, obj).content.decode()
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"html": html})
        return TemplateResponse(request, "admin/publishing/preview.html", {
            **self.admin_site.each_context(request),
            "title": _("Preview"),
            "subtitle": str(obj or ""),
            "opts": self.opts,
            "original": obj,
            "is_unsaved": request.method == "POST",
            "html": html,
            "faults": faults,
            **self.routes,
        })  # fmt: skip

    def _shown_object(self, request, object_id):
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        obj = self.get_object(request, str(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        if request.method == "POST" and not self.has_change_permission(request, obj):
            raise PermissionDenied
        return obj

    def _from_form(self, request, obj):
        """Save what stands in the form, look at its page, and take all of it back."""
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        # Without its files: those would stay on the disk.
        form = self.get_form(request, obj, change=obj is not None, fields=fields)(request.POST, instance=obj)
        try:
            with transaction.atomic(), checks.exempt("a preview, taken back at once"):
                shown = self._write(request, form)
                html = as_public(request, shown).content.decode()
                transaction.set_rollback(True)
        except (Error, ValueError):  # the second: a picture without its file
            return "", {"": [_("It cannot be shown like this. Please save it, and look at what is said then.")]}
        return html, {form.fields[name].label: faults for name, faults in form.errors.items() if name in form.fields}

    def _write(self, request, form):
        form.is_valid()
        obj, is_new = form.instance, form.instance.pk is None
        if "slug" in form.errors or not obj.slug:
            obj.slug = f"preview-{new_token()}".lower()
        obj.save()
        form._save_m2m()
        for formset in self._create_formsets(request, obj, change=not is_new)[0]:  # type: ignore[attr-defined]  # private
            if formset.is_valid():
                formset.save()
        return obj

    def preview_links(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """List the links that show a draft to somebody without an account; POST makes or revokes one."""
        obj = self.get_object(request, str(object_id))
        if obj is None:
            raise Http404
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        form, made = LinkForm(), ""
        if request.method == "POST" and "revoke" in request.POST:
            self._revoke(request, obj)
            return redirect(request.path)
        if request.method == "POST":
            form = LinkForm(request.POST)
            if form.is_valid():
                token = PreviewLink.make(obj, request.user, form.cleaned_data["days"], form.cleaned_data["note"])
                audit.record(request.user, audit.Action.PREVIEW_LINK, obj)
                made, form = settings.SITE_URL + reverse("preview-link", args=[token]), LinkForm()
        response = TemplateResponse(request, "admin/publishing/preview_links.html", {
            **self.admin_site.each_context(request),
            "title": _("Show it to somebody"),
            "subtitle": str(obj),
            "opts": self.opts,
            "original": obj,
            "links": PreviewLink.objects.to(obj).select_related("created_by"),
            "form": form,
            "made": made,
            **self.routes,
        })  # fmt: skip
        response.headers["Cache-Control"] = "no-store"
        return response

    def _revoke(self, request, obj):
        key = request.POST["revoke"]
        link = get_object_or_404(PreviewLink.objects.to(obj), pk=key if key.isdecimal() else 0)
        if link.revoke():
            audit.record(request.user, audit.Action.REVOKE, obj)
            messages.success(request, _("The link shows nothing any more."))
