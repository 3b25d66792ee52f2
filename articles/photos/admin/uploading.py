"""Many pictures at once: each file judged by itself, then one list that asks for the words."""

import secrets
from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from articles.models import Photo
from core import slugs
from core.media.picture_formats import ACCEPT
from core.media.pictures import describes, develop
from core.redirects import page_registry
from core.richtext import reference_index
from core.richtext.cleaning import UNPRINTABLE

IN_THE_LIST = 20


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


class WordsForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ("alt", "decorative", "title", "caption", "credit", "licence", "consent", "consent_until")
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "consent_until": forms.DateInput(attrs={"type": "date"}),
        }

    @property
    def is_left_for_later(self) -> bool:
        """Whether nobody has described the picture, or said anything new: then there is nothing to judge."""
        is_undescribed = not (self["alt"].value() or "").strip() and not self["decorative"].value()
        return is_undescribed or not self.has_changed()


class ForAllForm(forms.ModelForm):
    """What is said once for all pictures of the list that say nothing of their own."""

    class Meta:
        model = Photo
        fields = ("consent", "credit", "licence")

    @classmethod
    def spread(cls, sent):
        """Return what was sent with these answers in the empty fields of every picture."""
        spread = sent.copy()
        for number in _numbers(sent):
            for name in cls.Meta.fields:
                key = f"photo{number}-{name}"
                spread[key] = sent.get(key) or sent.get(f"all-{name}", "")
        return spread


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
        if not files:
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


@require_http_methods(["GET", "POST"])
def describe(request, model_admin):
    """Ask for the words of all pictures that have none; whoever is left empty waits for the next time."""
    if not model_admin.has_change_permission(request):
        raise PermissionDenied
    waiting = Photo.objects.editable_by(request.user).undescribed().order_by("pk")
    if request.method == "POST":
        sent = ForAllForm.spread(request.POST)
        forms_ = [_words(photo, sent) for photo in waiting.filter(pk__in=_numbers(sent))]
        done = [_save(request, model_admin, form) for form in forms_ if not form.is_left_for_later and form.is_valid()]
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
        **model_admin.admin_site.each_context(request),
        "title": _("Describe pictures"),
        "opts": Photo._meta,
        "forms": shown,
        "for_all": ForAllForm(prefix="all"),
        "waiting": waiting.count(),
    }
    return render(request, "admin/articles/photo/describe.html", context)


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


def _words(photo, sent=None) -> WordsForm:
    return WordsForm(sent, instance=photo, prefix=f"photo{photo.pk}")


def _save(request, model_admin, form) -> Photo:
    photo = form.save()
    model_admin.log_change(request, photo, "described")
    return photo


def _numbers(sent) -> list[int]:
    return [int(value) for value in sent.getlist("photo") if value.isascii() and value.isdigit()][: IN_THE_LIST * 5]


def _library() -> str:
    return "admin:articles_photo_changelist"
