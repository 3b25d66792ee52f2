"""The desk's page for news of petitions, and the button that sends them to those signers who asked for it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, linebreaks
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.photos.admin.chooser import PictureChooserMixin
from campaigns.models import PetitionUpdate, UpdateTranslation
from core.form_errors import errors_of
from core.http.scripts import OwnScript
from core.mail.preview_frame import shows_mail
from core.richtext.editor import EditorMixin
from newsletters.last_look import WAITS_FOR_SECOND, SampleForm, last_look, send_samples
from newsletters.models.approval import approval_of, may_leave
from newsletters.rendering import hidden_embeds, preview
from publishing.admin.publishable import side

from .. import news


class TranslationForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=150, required=False)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("In this language; paragraphs are parted by an empty line. Empty: they get it as it is above."),
    )

    def clean(self):
        data = super().clean()
        if bool(data.get("title")) != bool(data.get("text")):
            raise forms.ValidationError(_("Write both a title and a text, or neither."))
        return data


class UpdateTranslationInline(EditorMixin, admin.StackedInline):
    model = UpdateTranslation
    extra = 0


@admin.register(PetitionUpdate)
class PetitionUpdateAdmin(PictureChooserMixin, EditorMixin, admin.ModelAdmin):
    change_form_template = "admin/campaigns/petitionupdate/change_form.html"
    list_display = ("title", "petition", "about", "published_at", "sent_at")
    list_filter = ("about", "petition")
    list_select_related = ("petition",)
    search_fields = ("title", "body", "answered_by")
    autocomplete_fields = ("petition",)
    readonly_fields = ("send_link",)
    inlines = (UpdateTranslationInline,)
    fieldsets = (
        (None, {"fields": ("title", "body")}),
        side(
            _("Petition"),
            *("petition", "about", "answered_by"),
            description=_("It appears in the petition’s story, in all its languages; its translations stand below."),
        ),
        side(_("Picture"), "picture"),
        side(_("When"), "published_at", "send_link"),
    )

    class Media:
        js = (OwnScript("js/writing-keys.js"),)

    def get_urls(self):
        view = self.admin_site.admin_view(self.send)
        return [path("<int:object_id>/send/", view, name="campaigns_petitionupdate_send"), *super().get_urls()]

    @admin.display(description=_("by mail"))
    def send_link(self, update):
        if update.pk is None:
            return _("Save it first; then it can be sent to those who asked for news.")
        if update.sent_at:
            return _("It has been sent to those who asked for news.")
        address = reverse("admin:campaigns_petitionupdate_send", args=[update.pk])
        return format_html('<a href="{}">{}</a>', address, _("Send to those who asked"))

    def response_add(self, request, obj, post_url_continue=None):
        return self._on_to_sending(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._on_to_sending(request, obj) or super().response_change(request, obj)

    def _on_to_sending(self, request, update):
        return redirect("admin:campaigns_petitionupdate_send", update.pk) if "_send" in request.POST else None

    def get_changeform_initial_data(self, request):
        """A draft at first: what is saved is neither public nor sent."""
        return {"published_at": None, **super().get_changeform_initial_data(request)}

    @method_decorator(shows_mail)
    def send(self, request, object_id):
        """Show the mails and how many get each; POST shows them with the words typed, tests, publishes or sends."""
        update = get_object_or_404(PetitionUpdate.objects.select_related("petition"), pk=object_id)
        if not self.has_change_permission(request, update):
            raise PermissionDenied
        others = [one.language for one in news.letters(update)[1:] if one.language not in news.kept_words(update)]
        translations = {code: TranslationForm(request.POST or None, prefix=code) for code in others}
        is_valid = not any(form.errors for form in translations.values())
        text = _words(translations) if request.method == "POST" and is_valid else {}
        letters = news.letters(update, text)
        issues = [letter.issue for letter in letters]
        hidden = hidden_embeds([issue.body for issue in issues], request.user)
        sample_form = SampleForm(request.POST if "sample" in request.POST else None, user=request.user)
        if request.method == "POST" and is_valid and "preview" not in request.POST:
            if "sample" in request.POST:
                send_samples(request, issues, sample_form)
            elif not hidden:
                return self._publish_and_send(request, update, text)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Send to those who asked"),
            "subtitle": update.title,
            "update": update,
            "is_ahead": update.published_at is not None and not update.is_published,
            "letters": [(letter, translations.get(letter.language), preview(letter.issue)) for letter in letters],
            "reach": [
                (letter.petition.get_language_display(), letter.issue.subject, letter.number) for letter in letters
            ],
            "hidden": hidden,
            "wrong": [error for form in (*translations.values(), sample_form) for error in errors_of(form)],
            "total": sum(letter.number for letter in letters),
            "opts": self.opts,
            **last_look(issues, request.user, sample_form, approval_of(update, news.words_of(letters))),
        }
        return TemplateResponse(request, "admin/campaigns/petitionupdate/send.html", context)

    @transaction.atomic
    def _publish_and_send(self, request, update, text):
        # Two who press at once: the second waits here, and sees what the first has sent.
        update = get_object_or_404(PetitionUpdate.objects.select_for_update(of=("self",)), pk=update.pk)
        if "publish" not in request.POST and update.sent_at is None:
            news.keep_translations(update, text)
            if not may_leave(update, news.words_of(news.letters(update)), request.user):
                messages.success(request, WAITS_FOR_SECOND)
                return redirect("admin:campaigns_petitionupdate_send", update.pk)
        if update.published_at is None:
            update.published_at = timezone.now()
            update.save()
            self.log_change(request, update, "published")
        if "publish" in request.POST:
            news.keep_translations(update, text)
            messages.success(request, _("It stands on the petition’s page now."))
        elif number := news.send(update, request.user, text):
            sent = ngettext("It is on its way to %d person.", "It is on its way to %d people.", number)
            messages.success(request, sent % number)
        else:
            messages.error(request, _("Nothing was sent: it is not public yet, went off earlier, or nobody has asked."))
        return redirect("admin:campaigns_petitionupdate_change", update.pk)


def _words(translations: dict[str, TranslationForm]) -> dict[str, tuple[str, str]]:
    """Return (title, HTML) by language, of those that were written."""
    written = {code: form.cleaned_data for code, form in translations.items() if form.cleaned_data["text"]}
    return {code: (data["title"], linebreaks(data["text"], autoescape=True)) for code, data in written.items()}
