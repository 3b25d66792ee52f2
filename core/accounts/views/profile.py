"""One's own account: name, address, language, password, factors and sessions."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ... import audit
from ...mail.address_field import AddressField
from .. import account_links, desk_sessions, own_pages, passkeys, second_factor
from ..authenticators import Authenticator
from ..preferences import Preferences, language_of
from .pages import page


class NameForm(forms.ModelForm):
    language = forms.ChoiceField(label=gettext_lazy("Language of the desk"))

    class Meta:
        model = get_user_model()
        fields = ("first_name", "last_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        self.initial["language"] = language_of(self.instance)
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]


class AddressForm(forms.Form):
    email = AddressField(
        label=gettext_lazy("New e-mail address"),
        help_text=gettext_lazy(
            "We send a link there. Nothing changes before you have opened it and pressed its button."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponseBase:
    """Show what is one's own; POST changes name and language."""
    form = NameForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_bound and form.is_valid():
        _save_name(request, form)
        return redirect("admin:profile")
    # The form has changed request.user already.
    account = get_user_model().objects.get(username=request.user.get_username())
    sessions = list(desk_sessions.of(account))
    for session in sessions:
        session.is_this = session.session_key == request.session.session_key  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "form": form,
        "account": account,
        "own_pages": own_pages.registered,
        "authenticator": Authenticator.objects.filter(account=account).first(),
        "passkeys": passkeys.of(account),
        "passkeys_are_offered": passkeys.are_offered(),
        "codes_left": account.recovery_codes.count(),
        "is_needed": second_factor.is_needed(account),
        "sessions": sessions,
    }
    return page(request, "profile", _("Your account"), **context)


def _save_name(request: HttpRequest, form: NameForm) -> None:
    with transaction.atomic():
        # No more of it: an account that is closed at this moment stays closed.
        form.save(commit=False).save(update_fields=["first_name", "last_name"])
        if language := form.cleaned_data.get("language"):
            Preferences.objects.update_or_create(account=request.user, defaults={"language": language})
            request.session[desk_sessions.LANGUAGE] = language
        audit.record(request.user, audit.Action.CHANGE, form.instance, ", ".join(form.changed_data))
    messages.success(request, _("Saved."))


@require_http_methods(["GET", "HEAD", "POST"])
def new_address(request: HttpRequest) -> HttpResponseBase:
    """Mail a link to one's new address."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        account_links.ask_for_address(request.user, form.cleaned_data["email"], request)  # type: ignore[arg-type]
        sent = _("A mail is on its way to %s. Please open its link within two days.")
        messages.success(request, sent % form.cleaned_data["email"])
        return redirect("admin:profile")
    return page(request, "new_address", _("New e-mail address"), form=form)


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions, or all others."""
    number = request.POST.get("session", "")
    if number == "others":
        ended = desk_sessions.end_others(request)
    else:
        found = [one for one in desk_sessions.of(request.user) if one.number == number]
        ended = sum(bool(one.delete()[0]) for one in found if one.session_key != request.session.session_key)
    if ended:
        audit.record(request.user, audit.Action.SESSION, None, str(ended))
        messages.success(request, ngettext("%d session has ended.", "%d sessions have ended.", ended) % ended)
    return redirect("admin:profile")
