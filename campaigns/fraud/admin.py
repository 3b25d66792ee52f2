"""The desk's page for taking signatures out of the count: conditions, what they would do, then the deed."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.countries import CountryField
from core.small_numbers import told

from .. import charts
from ..models import Invalidation, Petition, Reason
from . import invalidations
from .risk_signals import domain_tag

DAY = forms.DateInput({"type": "date"}, "%Y-%m-%d")


class ConditionsForm(forms.ModelForm):
    since = forms.DateField(
        label=_("confirmed from"), required=False, widget=DAY, help_text=_("From the beginning of this day.")
    )
    until = forms.DateField(
        label=_("confirmed until"), required=False, widget=DAY, help_text=_("To the end of this day.")
    )
    country = CountryField(label=_("country"), blank_label=_("any"), required=False)
    domain = forms.CharField(
        label=_("mail domain"),
        max_length=253,
        required=False,
        help_text=_("Such as example.org. Only a keyed tag of it is kept, as long as the petition can be signed."),
    )
    reasons = forms.MultipleChoiceField(
        label=_("held back because of"),
        choices=Reason,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Any of these; for letting signatures count again."),
    )
    name = forms.CharField(
        label=_("public name"), max_length=80, required=False, help_text=_("A pattern; * stands for anything: Bot* X.")
    )

    class Meta:
        model = Invalidation
        fields = ("petition", "kind", "since", "until", "country", "domain", "reasons", "name", "reason")
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        petitions = self.fields["petition"].queryset = Petition.objects.filter(translation_of=None)
        chosen = petitions.filter(pk=_number(self["petition"].value())).first()
        if chosen:
            held = dict(invalidations.held_by_reason(chosen))
            self.fields["reasons"].choices = [
                (code, f"{label} ({held[label]})" if label in held else label) for code, label in Reason.choices
            ]

    def clean_domain(self):
        domain = self.cleaned_data["domain"].strip().lstrip("@")
        petition = self.cleaned_data.get("petition")
        if not (domain and petition):
            return ""
        if petition.salt is None:
            raise forms.ValidationError(_("This petition closed long ago: the key for mail domains is destroyed."))
        try:
            return domain_tag(f"anybody@{domain}", petition).hex()
        except ValueError:
            raise forms.ValidationError(_("This is no mail domain. It looks like example.org.")) from None

    def clean(self):
        data = super().clean()
        names = ("since", "until", "country", "domain", "reasons", "name")
        conditions = {name: data[name] for name in names if data.get(name)}
        if not conditions and not self.errors:
            raise forms.ValidationError(_("Give at least one condition."))
        if data.get("reasons") and data.get("kind") == Invalidation.Kind.HOLD:
            raise forms.ValidationError(_("What is held back already does not count. Choose “let count again”."))
        self.instance.conditions = {
            name: value.isoformat() if name in {"since", "until"} else value for name, value in conditions.items()
        }
        asked = Invalidation(petition=data.get("petition"), conditions=conditions)
        if not self.errors and len(conditions) > 1 and invalidations.is_of_a_small_domain(asked):
            self.add_error("domain", _("A small mail domain may be one person’s. Please ask for it alone."))
        return data


@admin.register(Invalidation)
class InvalidationAdmin(admin.ModelAdmin):
    list_display = ("reason", "kind", "petition", "how_many", "by", "made_at", "undone_at")
    list_filter = ("kind", "petition")
    list_select_related = ("petition", "by")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        """Show the form; the first POST shows what it would do, the one with “do it” does it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {"petition": request.GET.get("petition")}
        form = ConditionsForm(request.POST or None, initial=initial)
        seen = None
        if request.method == "POST" and form.is_valid():
            seen = self._look(request, form)
            if seen and "_do" in request.POST and self._do(request, form):
                return redirect("admin:campaigns_invalidation_change", form.instance.pk)
        context = {"form": form, "seen": seen, "title": _("Take signatures out of the count, or put them back")}
        return self._page(request, "add", context)

    def _do(self, request, form) -> bool:
        try:
            invalidations.decide(form.instance, request.user)
        except invalidations.TooFew:
            return False
        messages.success(request, _("It is being done. Reload the page to see how far it is."))
        return True

    def _look(self, request, form) -> dict | None:
        """Return what the page shows of the signatures that fit."""
        try:
            seen = invalidations.preview(form.instance, request.user)
        except invalidations.TooOften:
            form.add_error(None, _("You have looked very often within this hour. Please come back in an hour."))
            return None
        return {
            **seen,
            # The button below does what was looked at, whatever is changed in the form meanwhile.
            "asked": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
            "takes_out": form.instance.kind == Invalidation.Kind.HOLD,
            "chart": charts.by_day(seen["days"]),
            "countries": [(countries.name(code) or code, number) for code, number in seen["countries"]],
        }

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a decision and how far it is; POST takes it back."""
        decision = get_object_or_404(Invalidation.objects.select_related("petition", "by"), pk=_number(object_id))
        if not self.has_view_permission(request, decision):
            raise PermissionDenied
        if request.method == "POST":
            if not self.has_add_permission(request):
                raise PermissionDenied
            if invalidations.undo(decision, request.user):
                messages.success(request, _("It is being taken back."))
            return redirect("admin:campaigns_invalidation_change", decision.pk)
        context = {
            "decision": decision,
            "title": str(decision),
            "conditions": _in_words(decision),
            "number": told(decision.number),
            "moved_back": told(decision.moved_back),
            "held": invalidations.held_by_reason(decision.petition),
        }
        return self._page(request, "change", context)

    @admin.display(description=_("signatures"), ordering="number")
    def how_many(self, decision):
        return told(decision.number)

    def _page(self, request, name, context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/campaigns/invalidation/{name}.html", context)


def _number(text) -> int:
    return int(text) if str(text).isdecimal() else 0


def _in_words(decision) -> list[tuple]:
    labels, reasons = ConditionsForm.base_fields, dict(Reason.choices)
    readable = {
        "country": lambda code: countries.name(code) or code,
        "domain": lambda tag: invalidations.large_domain(decision) or _("a keyed tag (%(tag)s…)") % {"tag": tag[:6]},
        "reasons": lambda codes: ", ".join(str(reasons.get(code, code)) for code in codes),
        "since": lambda moment: moment[:16].replace("T", " "),
        "until": lambda moment: moment[:16].replace("T", " "),
    }
    return [
        (labels[name].label, readable.get(name, str)(value))
        for name, value in decision.conditions.items()
        if name in labels
    ]
