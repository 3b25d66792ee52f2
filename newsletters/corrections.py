"""The desk's part in letters that were sent: they are corrected in public, or withdrawn with a reason."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core import audit
from core.mail.outbox import OutboxMail
from core.richtext.editor import Editor, allow_editor
from publishing import revisions, values
from publishing.admin.publish_forms import WithdrawForm

from .models import Issue
from .models.issue import KIND


class CorrectForm(forms.ModelForm):
    words = forms.CharField(
        label=_("What was corrected"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("It stands above the letter, with the date. Plain text."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Issue
        fields = ("subject", "body")
        widgets = {"body": Editor(name=_("text"))}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = values.digest(values.snapshot(self.instance))
        self.initial["seen"] = self.now

    def clean(self):
        given = super().clean()
        if "seen" in given and given["seen"] != self.now:
            raise forms.ValidationError(_("Somebody corrected this letter meanwhile. Please open it again and look."))
        if settings.BULK_MAIL_NEEDS_TWO and OutboxMail.objects.copies_waiting(KIND, self.instance.pk).exists():
            raise forms.ValidationError(
                _(
                    "Copies of this letter still wait to leave, with the words that a second person has agreed to. "
                    "Please correct it when all have left, or withdraw it."
                )
            )
        if not {"subject", "body"} & set(self.changed_data):
            raise forms.ValidationError(_("Nothing is different yet: mend the words of the letter first."))
        return given


class CorrectionsMixin(admin.ModelAdmin):
    """Mixin: two pages for a letter that was sent. It is deleted only after it was withdrawn."""

    def has_correct_permission(self, request):
        """Who writes letters corrects them: what was sent is shut against ordinary saving only."""
        return request.user.has_perm("newsletters.change_issue")

    def has_delete_permission(self, request, obj=None):
        is_open = obj is None or not obj.queued_at or obj.withdrawn_at
        return super().has_delete_permission(request, obj) and bool(is_open)

    def get_urls(self):
        def at(name, view):
            view = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(view))
            return path(f"<int:object_id>/{name}/", view, name=f"newsletters_issue_{name}")

        return [at("correction", self.correct), at("withdrawal", self.withdraw), *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {"may_correct": self.has_correct_permission(request), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    @method_decorator(allow_editor)
    @method_decorator(transaction.atomic)
    def correct(self, request, object_id):
        """Show the letter's words to mend; POST saves them and says so on its page."""
        issue = self._sent(request, object_id)
        form = CorrectForm(request.POST or None, instance=issue)
        if request.method == "POST" and form.is_valid():
            revisions.keep_before(Issue.objects.get(pk=issue.pk))
            form.instance.correct(form.cleaned_data["words"])
            return self._done(request, issue, _("corrected"), _("The letter is corrected; its page says so."))
        text = _("The copies in the mailboxes stay as they were sent. The page on the site takes these words.")
        return self._show(request, issue, form, _("Correct the letter"), text, _("Correct it in public"))

    @method_decorator(transaction.atomic)
    def withdraw(self, request, object_id):
        """Ask why; POST takes the letter back."""
        issue = self._sent(request, object_id)
        form = WithdrawForm(request.POST or None, initial={"because": issue.withdrawn_because})
        if request.method == "POST" and form.is_valid():
            issue.withdraw(form.cleaned_data["because"])
            audit.record(request.user, audit.Action.WITHDRAW, issue)
            return self._done(request, issue, _("withdrawn"), _("Withdrawn: its address now says why."))
        text = _("Copies that wait do not leave any more; those that were sent stay where they are.")
        return self._show(request, issue, form, _("Withdraw the letter"), text, _("Withdraw"))

    def _sent(self, request, object_id) -> Issue:
        if not self.has_correct_permission(request):
            raise PermissionDenied
        return get_object_or_404(Issue.objects.sent().select_for_update(), pk=object_id)

    def _done(self, request, issue, note, said):
        self.log_change(request, issue, str(note))
        messages.success(request, said)
        return redirect("admin:newsletters_issue_change", issue.pk)

    def _show(self, request, issue, form, title, text, button):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(issue),
            "opts": self.opts,
            "original": issue,
            "form": form,
            "words": text,
            "button": button,
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/newsletters/issue/after_sending.html", context, status=status)
