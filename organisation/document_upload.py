"""A file that an editor adds while writing a link: it goes into the document library, and the link leads to it."""

import secrets
from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import slugs
from core.media.documents import KINDS
from core.richtext.cleaning import UNPRINTABLE

from .models import Document

# They say who wrote them, and when, on which computer; nothing here takes that out.
_TELL_TALES = ("doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf", "zip")
ACCEPT = ",".join(f".{ending}" for ending in KINDS["file"].endings if ending not in _TELL_TALES)


class DocumentForm(forms.ModelForm):
    """The title is the file's name unless somebody gives it another; the name in texts follows from it."""

    class Meta:
        model = Document
        fields = ("title", "file", "language")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = self.fields["language"].required = False
        self.fields["file"].widget.attrs["accept"] = ACCEPT
        self.fields["title"].help_text = gettext_lazy("Empty: the file's name.")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if str(file.name).rpartition(".")[2].lower() in _TELL_TALES:
            raise ValidationError(_("Such a file keeps the names of those who wrote it. Please export it as PDF."))
        return file

    def clean_language(self):
        return self.cleaned_data["language"] or Document().language

    def _post_clean(self):
        file = self.cleaned_data.get("file")
        if file and not self.cleaned_data.get("title"):
            stem = PurePath(UNPRINTABLE.sub("", file.name)).stem
            self.cleaned_data["title"] = " ".join(slugs.words_in(stem))[:150] or _("Untitled")
        title = self.cleaned_data.get("title", "")
        taken = Document.objects.filter
        self.instance.slug = slugs.free(slugs.slugify(title, 80) or "document", lambda one: taken(slug=one).exists())
        super()._post_clean()


def upload(request: HttpRequest, model_admin) -> HttpResponse:
    """Answer with {"title", "address"} of a file that was kept, or {"error"} with the reason."""
    if not model_admin.has_add_permission(request):
        return JsonResponse({"error": _("You may not add files. Please ask an editor.")}, status=403)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"error": " ".join(error for errors in form.errors.values() for error in errors)})
    try:
        with transaction.atomic():
            document = form.save()
    except IntegrityError:  # a file of this name came in the same moment
        form.instance.pk, form.instance.slug = None, f"{form.instance.slug[:70]}-{secrets.token_hex(3)}"
        document = form.save()
    model_admin.log_addition(request, document, "uploaded")
    return JsonResponse({"title": document.title, "address": document.get_absolute_url()})
