"""The buttons that lead a petition from one phase to the next, each with one question."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Petition
from core.admin_labels import name_parts
from core.admin_mixin import AdminMixin
from core.form_errors import errors_of
from core.moments import MomentField, MomentWidget
from core.punctuation import colon

from ..phase_steps import STEPS, PhaseStep, steps_for, take


class WhenForm(forms.Form):
    """Now, unless another moment is told; it cannot lie ahead."""

    at = MomentField(label=_("When"), widget=MomentWidget(time_format="%H:%M"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"at": timezone.localtime().replace(second=0, microsecond=0)})
        name_parts(self.fields["at"])

    def clean_at(self) -> Any:
        at = self.cleaned_data["at"]
        if at > timezone.now():
            raise ValidationError(_("That lies ahead: tell it once it has happened."))
        return at


class PhasesMixin(AdminMixin):
    """Mixed into the petitions' page."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.take_step)
        return [path("<int:object_id>/step/<slug:name>/", view, name="campaigns_petition_step"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        petition = context.get("original")
        if petition and petition.pk and self.has_change_permission(request, petition):
            context["phase_steps"] = list(steps_for(petition))
            context["phase_root"] = petition.root
        return super().render_change_form(request, context, *args, **kwargs)

    def take_step(self, request: HttpRequest, object_id: int, name: str) -> HttpResponse:
        """Ask one question; POST takes the step."""
        petition = get_object_or_404(Petition, pk=object_id)
        if not self.has_change_permission(request, petition.root):
            raise PermissionDenied
        step = next((step for step in STEPS if step.name == name), None)
        if step is None:
            raise Http404
        form = WhenForm(request.POST or None) if step.asks_when else None
        if request.method == "POST" and (form is None or form.is_valid()):
            self._take(request, petition, step, form.cleaned_data["at"] if form else None)
            return redirect("admin:campaigns_petition_change", petition.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": step.label,
            "subtitle": str(petition),
            "petition": petition,
            "original": petition,
            "step": step,
            "form": form,
            "wrong": errors_of(form) if form else [],
            "opts": self.opts,
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/campaigns/petition/step.html", context, status=status)

    def _take(self, request, petition, step: PhaseStep, at):
        try:
            root = take(step, petition, at)
        except ValidationError as error:
            return messages.error(request, " ".join(error.messages))
        if root is None:
            return messages.warning(request, _("Somebody changed it meanwhile. Please look again before you decide."))
        self.log_change(request, root, str(step.label))
        return messages.success(request, f"{colon(root)} {step.done}")
