"""Many pictures at once: each file judged by itself, then one list that asks for the words."""

import re
import secrets
from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from ngo_site.lib.cleaning import UNPRINTABLE
from ngo_site.lib.pictures import develop

from ..models import Photo

IN_THE_LIST = 20


class UploadForm(forms.ModelForm):
    """What all files of one upload have in common."""

    class Meta:
        model = Photo
        fields = ("credit", "licence", "language")


class WordsForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ("title", "alt", "decorative", "caption", "credit", "licence", "consent", "consent_until")
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "consent_until": forms.DateInput(attrs={"type": "date"}),
        }

    @property
    def is_left_for_later(self) -> bool:
        """Whether nobody has described the picture: then there is nothing to judge."""
        return not (self["alt"].value() or "").strip() and not self["decorative"].value()


@require_http_methods(["GET", "POST"])
def upload(request, desk):
    """Take many files; a script sends them one by one and is answered in JSON, for a bar that moves."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    form = UploadForm(request.POST if request.method == "POST" else None)
    results, wants_json = [], "application/json" in request.headers.get("Accept", "")
    if request.method == "POST":
        files = request.FILES.getlist("files")
        if form.is_valid():
            results = [_take(request, desk, file, form.cleaned_data) for file in files]
        if not files:
            form.add_error(None, _("Please choose at least one file."))
        if wants_json:
            return JsonResponse({"results": results, "errors": [str(e) for e in form.non_field_errors()]})
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Add several pictures"),
        "opts": Photo._meta,
        "form": form,
        "results": results,
        "taken": sum("address" in result for result in results),
    }
    return render(request, "admin/articles/photo/upload.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def describe(request, desk):
    """Ask for the words of all pictures that have none; whoever is left empty waits for the next time."""
    if not desk.has_change_permission(request):
        raise PermissionDenied
    waiting = Photo.objects.undescribed().order_by("pk")
    if request.method == "POST":
        forms_ = [_words(photo, request.POST) for photo in waiting.filter(pk__in=_numbers(request.POST))]
        done = [_save(request, desk, form) for form in forms_ if not form.is_left_for_later and form.is_valid()]
        if done:
            count = len(done)
            messages.success(request, ngettext("%d picture is described.", "%d pictures are described.", count) % count)
        wrong = [form for form in forms_ if not form.is_left_for_later and not form.is_valid()]
        if not wrong:
            return redirect("admin:articles_photo_describe" if waiting.exists() and done else _library())
        shown = wrong
    else:
        shown = [_words(photo) for photo in waiting[:IN_THE_LIST]]
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Describe pictures"),
        "opts": Photo._meta,
        "forms": shown,
        "waiting": waiting.count(),
    }
    return render(request, "admin/articles/photo/describe.html", context)


def _take(request, desk, file, common: dict) -> dict:
    """Return {"name", "address"} of a picture that was kept, or {"name", "error"} with the reason."""
    name = UNPRINTABLE.sub("", file.name)[:200]
    try:
        photo = _keep(name, develop(file), common)
    except ValidationError as refused:
        return {"name": name, "error": refused.messages[0]}
    desk.log_addition(request, photo, "uploaded")
    return {"name": name, "address": reverse("admin:articles_photo_change", args=[photo.pk])}


def _keep(name: str, picture, common: dict) -> Photo:
    title = re.sub(r"[\W_]+", " ", PurePath(name).stem).strip()[:150] or _("Untitled")
    slug = slugify(title, allow_unicode=True)[:80].strip("-_") or "photo"
    if slug in Photo.RESERVED_SLUGS or Photo.objects.filter(slug=slug).exists():
        slug = f"{slug}-{secrets.token_hex(4)}"
    for attempt in (slug, f"{slug}-{secrets.token_hex(4)}"):
        try:
            with transaction.atomic():
                return Photo.objects.create(title=title, slug=attempt, file=picture, **common)
        except IntegrityError:  # somebody else took the same address at the same moment
            continue
    raise ValidationError(gettext_lazy("This file could not be kept. Please send it once more."))


def _words(photo, sent=None) -> WordsForm:
    return WordsForm(sent, instance=photo, prefix=f"photo{photo.pk}")


def _save(request, desk, form) -> Photo:
    photo = form.save()
    desk.log_change(request, photo, "described")
    return photo


def _numbers(sent) -> list[int]:
    return [int(value) for value in sent.getlist("photo") if value.isascii() and value.isdigit()][: IN_THE_LIST * 5]


def _library() -> str:
    return "admin:articles_photo_changelist"
