"""Forms about second factors: to show one, to make one, and to show again who sits at the desk."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from . import authenticators, passkeys, recovery_codes, second_factor
from .login_forms import check_password, come_back_in

WRONG = _("This code is not right, or was used before. Wait for the next one, and type it as soon as it appears.")
REFUSED = _("The passkey was not recognised. Please try once more, or type a code.")
_CODE = forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"})


class FactorForm(forms.Form):
    """A code, or the browser's answer about a passkey. ``shown`` says which of them was right."""

    code = forms.CharField(label=_("Code"), required=False, max_length=60, widget=_CODE)
    passkey = forms.CharField(required=False, widget=forms.HiddenInput, max_length=passkeys.LONGEST_ANSWER)
    shown = ""

    def __init__(self, *args: Any, request: HttpRequest, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.account, self.wait = request, account, 0.0

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("passkey"):
            try:
                passkeys.check(self.request, self.account, self.cleaned_data["passkey"])
            except passkeys.PasskeyRefused:
                raise ValidationError(REFUSED, code="refused") from None
            self.shown = "passkey"
        elif not self.cleaned_data.get("code"):
            raise ValidationError(_("Please type a code."), code="required")
        else:
            self._take_code(self.cleaned_data["code"])
        return self.cleaned_data

    def _take_code(self, code: str) -> None:
        self.wait = second_factor.take_a_try(self.request, self.account)
        if self.wait:
            raise ValidationError(come_back_in(self.wait), code="too_many_tries")
        if not second_factor.take_code(self.account, code):
            second_factor.failed(self.account)
            raise ValidationError(WRONG, code="wrong")
        second_factor.forget_tries(self.request, self.account)
        self.shown = "code"


class AuthenticatorForm(forms.Form):
    """The first code of an app that has just read the QR code."""

    code = forms.CharField(label=_("Code that the app shows"), max_length=20, widget=_CODE)

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> int:
        """Return the step of the code, which is not taken again."""
        step = authenticators.step_of(self.secret, recovery_codes.tidied(self.cleaned_data["code"]))
        if step is None:
            raise ValidationError(
                _("This is not the code. Is the clock of the telephone right? Wait for the next code, and type it.")
            )
        return step


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label=_("What you call it"),
        max_length=passkeys.LONGEST_NAME,
        help_text=_("Such as: my telephone, the blue key."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    passkey = forms.CharField(widget=forms.HiddenInput, max_length=passkeys.LONGEST_ANSWER)


class PasswordForm(forms.Form):
    """One's own password once more. ``wait`` is for the page's status, as in ``FactorForm``."""

    password = forms.CharField(
        label=_("Your password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    shown = "password"

    def __init__(self, *args: Any, account: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    @sensitive_variables()
    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not check_password(self.account, password):
            raise ValidationError(_now("This password is not right."), code="wrong")
        return password
