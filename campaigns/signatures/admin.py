"""The desk's pages for signatures on paper: one person enters a batch, another approves it."""

import datetime
from base64 import b64encode
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from core import audit
from core.crypto.sealed_box import seal
from core.lazy_text import LazyText
from core.media import pdfs

from ..models import PaperBatch

PLAUSIBLE = 10_000  # signatures in one scan
LARGEST = 10 * 1024 * 1024  # bytes of a scan
KINDS = {b"%PDF-": "pdf", b"\x89PNG\r\n": "png", b"\xff\xd8\xff": "jpg"}


class ScanInMemory(MemoryFileUploadHandler):
    """Keeps the scan out of temporary files: it touches the disk only sealed."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        self.activated = True
        self.is_too_large = content_length > LARGEST + 100_000

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        if self.is_too_large:
            raise SkipFile
        super().new_file(*args, **kwargs)


class PaperBatchForm(forms.ModelForm):
    collected_by = forms.CharField(
        label=_("collected by"), max_length=200, help_text=_("Sealed together with the scan: nobody reads it here.")
    )
    scan = forms.FileField(
        label=_("scan of the sheets"),
        help_text=_(
            "PDF, PNG or JPEG, 10 MB at most. It is sealed before it is stored; only the private key opens it."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    sure = forms.BooleanField(
        label=_("I have looked again: these numbers are right"),
        required=False,
        help_text=_("Needed only when you are asked."),
    )

    class Meta:
        model = PaperBatch
        fields = ("petition", "count", "country", "collected_on", "place")

    def clean_collected_on(self) -> datetime.date:
        if self.cleaned_data["collected_on"] > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["collected_on"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("sure") and (questions := list(self._questions(told))):
            self.add_error("sure", questions)
        return told

    def _questions(self, told):
        """Yield what is hardly meant so: a slip of the finger here stands in the public count."""
        petition, day = told.get("petition"), told.get("collected_on")
        began = petition and timezone.localdate(petition.published_at or petition.created_at)
        if began and day and day < began:
            text = _("This day is before the petition began (%(began)s). Is it right? Then tick this, and save again.")
            yield forms.ValidationError(text, params={"began": date_format(began, "j F Y")})
        if (count := told.get("count") or 0) > PLAUSIBLE:
            text = _("%(count)s signatures in one batch are very many. Is it right? Then tick this, and save again.")
            yield forms.ValidationError(text, params={"count": intcomma(count)})

    def clean_scan(self) -> bytes:
        scan = self.cleaned_data["scan"]
        if scan.size > LARGEST:
            raise forms.ValidationError(_("The scan is larger than 10 MB. Split the batch, or scan in grey."))
        content = scan.read()
        self.kind = next((kind for start, kind in KINDS.items() if content.startswith(start)), None)
        if self.kind is None:
            raise forms.ValidationError(_("This is neither a PDF nor a PNG or JPEG picture."))
        # It is opened one day on the computer that has the private key.
        if self.kind == "pdf" and (text := pdfs.fault(ContentFile(content))):
            raise forms.ValidationError(text)
        return content

    def save(self, commit: bool = True) -> PaperBatch:
        told, batch = self.cleaned_data, self.instance
        name = f"paper-{told['petition'].root.slug}-{told['collected_on']:%Y-%m-%d}-{told['count']}.{self.kind}"
        batch.sealed = seal(
            {"collected_by": told["collected_by"], "file_name": name, "scan": b64encode(told["scan"]).decode()}
        )
        return super().save(commit)


class StrikeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=400,
        help_text=_("Everybody reads this in the log of the count."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [
            ("for-me", _("waits for my approval")),
            ("waiting", _("waits for a second person")),
            ("counts", _("counts")),
            ("struck", _("taken off again")),
        ]

    def queryset(self, request: HttpRequest, batches: Any) -> models.QuerySet:
        if self.value() == "for-me":
            return batches.waiting_for(request.user)
        conditions: dict[str | None, dict[str, Any]] = {
            "waiting": {"approved_at": None},
            "counts": {"approved_at__isnull": False, "struck_at": None},
            "struck": {"struck_at__isnull": False},
        }
        return batches.filter(**conditions.get(self.value(), {}))


@admin.register(PaperBatch)
class PaperBatchAdmin(admin.ModelAdmin):
    form = PaperBatchForm
    list_display = ("petition", "standing", "count", "collected_on", "place", "country", "entered_by")
    list_filter = (StandingFilter, "petition")
    list_select_related = ("petition", "entered_by", "approved_by")
    fields = ("petition", "count", "country", "collected_on", "place")
    readonly_fields = ("entered_by", "entered_at", "approved_by", "approved_at", "struck_at")
    change_form_template = "admin/campaigns/paperbatch/change_form.html"

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("sealed")

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("<int:object_id>/approve/", wrap(self.approve), name="campaigns_paperbatch_approve"),
            path("<int:object_id>/strike/", wrap(self.strike), name="campaigns_paperbatch_strike"),
            *super().get_urls(),
        ]

    def get_fields(self, request: HttpRequest, obj: PaperBatch | None = None) -> tuple:
        return (*self.fields, *(self.readonly_fields if obj else ("collected_by", "scan", "sure")))

    def has_change_permission(self, request: HttpRequest, obj: PaperBatch | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PaperBatch | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.approved_at is None)

    def get_actions(self, request: HttpRequest) -> dict:
        return {}  # batches are looked at one by one

    @admin.display(description=_("state"))
    def standing(self, batch: PaperBatch) -> LazyText:
        if batch.struck_at:
            return _("taken off again")
        return _("counts") if batch.approved_at else _("waits for a second person")

    @csrf_exempt
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # Set before anything reads the form, which checking its token does.
        request.upload_handlers = [ScanInMemory(request)]
        return csrf_protect(super().add_view)(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, batch: PaperBatch, form: forms.BaseForm, change: bool) -> None:
        batch.entered_by = request.user  # type: ignore[assignment]  # nobody comes here without an account
        super().save_model(request, batch, form, change)

    def approve(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """POST counts the batch, unless whoever asks has entered it."""
        batch = self._batch(request, object_id)
        try:
            if request.method == "POST" and batch.approve(request.user):
                audit.record(request.user, "paper-approved", batch, str(batch.count))
                messages.success(request, _("It counts; the public log says so."))
        except ValueError:
            messages.error(
                request, _("You entered this batch. Somebody else has to look at the sheets and approve it.")
            )
        return redirect("admin:campaigns_paperbatch_change", batch.pk)

    def strike(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask why; POST takes the batch off the count again."""
        batch = self._batch(request, object_id)
        form = StrikeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            if batch.strike(form.cleaned_data["reason"]):
                audit.record(request.user, "paper-struck", batch, str(-batch.count))
                messages.success(request, _("It is off the count; the public log says so."))
            return redirect("admin:campaigns_paperbatch_change", batch.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take a batch off the count"),
            "batch": batch,
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/campaigns/paperbatch/strike.html", context)

    def _batch(self, request, pk):
        if not request.user.has_perm("campaigns.add_paperbatch"):
            raise PermissionDenied
        return get_object_or_404(PaperBatch.objects.select_related("petition").defer("sealed"), pk=pk)
