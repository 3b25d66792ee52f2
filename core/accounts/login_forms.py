"""The desk's forms that take a password: the login, and changing one's own."""

import math
import time
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from ..http.throttle import forget, reserve
from . import logins


class LoginForm(AdminAuthenticationForm):
    """Django's form; ``wait`` is how many seconds somebody has to wait who has tried too often."""

    request: HttpRequest
    wait = 0.0

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        if not (self.cleaned_data.get("username") and self.cleaned_data.get("password")):
            return super().clean()
        account = logins.account(self.cleaned_data["username"])
        self.wait = logins.take_a_try(self.request, account)
        if self.wait:
            logins.failed(account, is_refused=True)
            raise ValidationError(come_back_in(self.wait), code="too_many_tries")
        try:
            super().clean()
        except ValidationError:
            logins.failed(account, is_refused=False)
            raise
        logins.succeeded(self.request, account)
        return self.cleaned_data


class OwnPasswordForm(AdminPasswordChangeForm):
    """Django's form; whoever finds a desk left open does not guess its owner's password there."""

    @sensitive_variables()
    def clean_old_password(self) -> str:
        take_a_try(self.user)
        old = super().clean_old_password()
        forget_tries(self.user)
        return old

    def save(self, commit: bool = True) -> User:
        """Save the password alone: an account that is closed at this moment stays closed."""
        super().save(commit=False)
        if commit:
            self.user.save(update_fields=["password"])
        return self.user


@sensitive_variables()
def check_password(account: User, password: str) -> bool:
    """Return whether it is the password of whoever is logged in. Raises ValidationError after too many tries."""
    take_a_try(account)
    is_right = account.check_password(password)
    if is_right:
        forget_tries(account)
    return is_right


def take_a_try(account: User) -> None:
    """Count a try at one's own password. Raises ValidationError when there were too many."""
    now = time.time()
    for most, seconds in logins.FEW:
        free = reserve(f"old password {seconds}", str(account.pk), most, seconds, now=now)
        if free > now:
            raise ValidationError(come_back_in(free - now), code="too_many_tries")


def forget_tries(account: User) -> None:
    for _most, seconds in logins.FEW:
        forget(f"old password {seconds}", str(account.pk))


def come_back_in(seconds: float) -> str:
    """Say after how many minutes or hours a password may be tried again."""
    if (minutes := math.ceil(seconds / 60)) < 100:
        forms = "Too many tries. Please try again in %d minute.", "Too many tries. Please try again in %d minutes."
        return ngettext(*forms, minutes) % minutes
    hours = math.ceil(seconds / 3600)
    forms = "Too many tries. Please try again in %d hour.", "Too many tries. Please try again in %d hours."
    return ngettext(*forms, hours) % hours
