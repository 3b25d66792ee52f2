"""Many pictures at once: each file is judged by itself, and the reason said for what is not taken."""

import secrets
from pathlib import PurePath

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles.models import Photo
from core import slugs
from core.media.picture_formats import ACCEPT
from core.media.pictures import describes, develop
from core.redirects import page_registry
from core.richtext import reference_index
from core.richtext.cleaning import UNPRINTABLE

from .pasted_pictures import fetched


class UploadForm(forms.ModelForm):
    """What all files of one upload have in common."""

    class Meta:
        model = Photo
        fields = ("consent", "credit", "licence", "language", "alt")
        # What a picture that is pasted into a text says of itself; on the page each gets its words afterwards.
        widgets = {"alt": forms.HiddenInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].required = False

    def clean_alt(self):
        return self.cleaned_data["alt"] if describes(self.cleaned_data["alt"]) else ""

    def clean_language(self):
        return self.cleaned_data["language"] or Photo().language


@require_http_methods(["GET", "POST"])
def upload(request, model_admin):
    """Take many files; a script sends them one by one and is answered in JSON, for a bar that moves."""
    results, wants_json = [], "application/json" in request.headers.get("Accept", "")
    if not model_admin.has_add_permission(request):
        if wants_json:
            return JsonResponse({"results": [], "errors": [_("You may not add pictures.")]}, status=403)
        raise PermissionDenied
    form = UploadForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if form.is_valid():
            results = [_take(request, model_admin, file, form.cleaned_data) for file in files]
            if address := request.POST.get("address"):
                results += [_take_from(request, model_admin, address, form.cleaned_data)]
        if not files and not results:
            form.add_error(None, _("Please choose at least one file."))
        if wants_json:
            return JsonResponse({"results": results, "errors": [str(e) for e in form.non_field_errors()]})
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Add several pictures"),
        "opts": Photo._meta,
        "form": form,
        "accept": ACCEPT,
        "results": results,
        "taken": sum("address" in result for result in results),
    }
    return render(request, "admin/articles/photo/upload.html", context, status=422 if form.errors else 200)


def _take(request, model_admin, file, common: dict) -> dict:
    """Return {"name", "address"} of a picture that was kept, or {"name", "error"} with the reason.

    The editor, which sends a description, gets the "mark" for its text, too.
    """
    name = UNPRINTABLE.sub("", file.name)[:200]
    try:
        photo = _keep(name, develop(file), {**common, "created_by": request.user})
    except ValidationError as refused:
        return {"name": name, "error": refused.messages[0]}
    model_admin.log_addition(request, photo, "uploaded")
    address = reverse("admin:articles_photo_change", args=[photo.pk])
    return {"name": name, "address": address} | (
        {"mark": reference_index.mark_of(photo)} if "alt" in request.POST else {}
    )


def _take_from(request, model_admin, address: str, common: dict) -> dict:
    name = request.POST.get("name", "")[:200]
    try:
        file = fetched(address, name or "picture")
    except ValidationError as refused:
        return {"name": name, "error": refused.messages[0]}
    return _take(request, model_admin, file, common)


def _keep(name: str, picture, common: dict) -> Photo:
    title = " ".join(slugs.words_in(PurePath(name).stem))[:150] or _("Untitled")
    slug = slugs.slugify(title, 80) or "photo"
    if page_registry.is_used(Photo)(slug):
        slug = f"{slug}-{secrets.token_hex(4)}"
    for attempt in (slug, f"{slug}-{secrets.token_hex(4)}"):
        try:
            with transaction.atomic():
                return Photo.objects.create(title=title, slug=attempt, file=picture, **common)
        except IntegrityError:  # somebody else took the same address at the same moment
            continue
    raise ValidationError(gettext_lazy("This file could not be kept. Please send it once more."))
