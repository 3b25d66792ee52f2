"""One's own portrait: that of the person on the site who has this account, whatever else one may change there."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.sites import site
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import audit
from core.media.kept_files import KeepingFileInput
from publishing import revisions

from .models import Person


class PortraitForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("file", "alt", "credit")
        widgets = {"file": KeepingFileInput}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the stubs know only what is public
        try:
            self.instance.require_description()
        except ValidationError as error:
            self.add_error(None, error)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def change(request: HttpRequest) -> HttpResponse:
    """Show the portrait; POST puts another in its place, or takes it away. An earlier revision brings it back."""
    person = Person.objects.select_for_update(of=("self",)).filter(user=request.user).first()  # type: ignore[misc]
    form = PortraitForm(request.POST or None, request.FILES or None, instance=person)
    if request.method == "POST" and person and form.is_valid():
        revisions.keep(form.save(), request.user)
        audit.record(request.user, audit.Action.CHANGE, person, ", ".join(form.changed_data))
        messages.success(request, _("Saved."))
        return redirect(request.path)
    context: dict[str, Any] = {**site.each_context(request), "title": _("Your portrait"), "form": form}
    if person:
        # The form has changed the one that it was given.
        context["person"] = Person.objects.get(pk=person.pk)
    return render(request, "admin/organisation/own_portrait.html", context)
