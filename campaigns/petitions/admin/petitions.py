"""The desk's page for petitions. Signatures are not listed anywhere: nobody here can read who signed."""

from django import forms
from django.contrib import admin, messages
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from campaigns.handover.admin import HandoverMixin
from campaigns.models import Petition
from campaigns.sharing.admin import ShareFiguresMixin, ShareTextInline
from core import audit
from core.moments import in_words
from core.richtext.editor import EditorMixin
from core.richtext.references_admin import ReferencesMixin
from publishing.admin.publishable import PublishableAdmin, StateFilter, side

from ..similar import similar_to
from .appeals import AppealInline
from .next_steps import NextStepsMixin
from .phases import PhasesMixin


class CorrectionForm(forms.Form):
    demand = forms.CharField(label=_("The demand as it should be"), max_length=2000, widget=forms.Textarea)
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this beside the old and the new words. Who has signed, signed the old ones."),
    )


@admin.register(Petition)
class PetitionAdmin(
    PhasesMixin, NextStepsMixin, ShareFiguresMixin, HandoverMixin, ReferencesMixin, EditorMixin, PublishableAdmin
):
    list_display = ("title", "state", "how_far", "signatures_counted", "signatures_wanted", "language")
    list_filter = (StateFilter, "campaign", "language")
    search_fields = ("title", "addressee", "demand")
    autocomplete_fields = ("campaign", "translation_of")
    inlines = (AppealInline, ShareTextInline)
    actions = ("close", *PublishableAdmin.actions)
    readonly_fields = ("signatures_counted", "correct_link", "similar")
    fieldsets = (
        (None, {"fields": ("title", "addressee", "demand", "correct_link", "similar", "summary", "body")}),
        side(_("Aim"), "campaign", "goal", "signatures_counted"),
        PublishableAdmin.ADDRESS_IN_LANGUAGES,
        side(_("End"), "closed_at"),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_count().select_related("translation_of")

    def get_urls(self):
        view = self.admin_site.admin_view(self.correct)
        return [path("<int:object_id>/correct/", view, name="campaigns_petition_correct"), *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        """Leave out of a new one what only a saved petition can tell."""
        fieldsets = super().get_fieldsets(request, obj)
        told = () if obj else self.readonly_fields
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field not in told]})
            for name, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        # People put their names to these very words: from the first signature on they change in public only.
        frozen = ("demand", "addressee") if obj and obj.is_signed else ()
        shared = Petition.SHARED if obj and obj.translation_of_id else ()  # changed where they belong: in the original
        return (*super().get_readonly_fields(request, obj), *frozen, *shared)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "closed_at":
            kwargs |= {"label": _("Closes by itself"), "help_text": _("Empty: it stays open until somebody closes it.")}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.action(description=_("Close for signatures"), permissions=["change"])
    def close(self, request, queryset):
        now = timezone.now()
        chosen = {petition.translation_of_id or petition.pk for petition in queryset}
        for petition in Petition.objects.filter(Q(closed_at=None) | Q(closed_at__gt=now), pk__in=chosen):
            planned, petition.closed_at = petition.closed_at, now
            petition.save()
            if planned:
                text = _("%(petition)s: it was to close on %(when)s, and is closed now.")
                messages.info(request, text % {"petition": petition, "when": in_words(planned)})
        messages.success(request, _("What you chose takes no more signatures."))

    @admin.display(description=_("how far it is"))
    def how_far(self, petition):
        return petition.phase.label if petition.pk else "–"

    @admin.display(description=_("signatures"))
    def signatures_counted(self, petition):
        return intcomma(getattr(petition, "signed", 0))

    @admin.display(description=_("goal"), ordering="goal")
    def signatures_wanted(self, petition):
        return intcomma(petition.goal)

    @admin.display(description=_("similar petitions"))
    def similar(self, petition):
        """Before two petitions share the signatures that one would have."""
        if not petition.title:
            return "–"
        found = [
            (reverse("admin:campaigns_petition_change", args=[other.pk]), other.title, other.phase.label)
            for other in similar_to(petition)
        ]
        return format_html_join(", ", '<a href="{}">{}</a> ({})', found) or _("none")

    @admin.display(description=_("a mistake in the demand"))
    def correct_link(self, petition):
        if not (petition.pk and petition.is_signed):
            return _("You can change the demand freely until somebody signs it.")
        address = reverse("admin:campaigns_petition_correct", args=[petition.pk])
        return format_html('<a href="{}">{}</a>', address, _("Correct it in public"))

    def correct(self, request, object_id):
        """Show the form that changes a signed demand; POST changes it, with a reason for everybody to read."""
        petition = get_object_or_404(Petition, pk=object_id)
        if not self.has_change_permission(request, petition):
            raise PermissionDenied
        form = CorrectionForm(request.POST or None, initial={"demand": petition.demand})
        if request.method == "POST" and form.is_valid():
            petition.correct(form.cleaned_data["demand"], form.cleaned_data["reason"], request.user)
            audit.record(request.user, "corrected", petition)
            messages.success(request, _("The demand is corrected; the page says so."))
            return redirect("admin:campaigns_petition_change", petition.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Correct the demand"),
            "petition": petition,
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/campaigns/petition/correct.html", context)
