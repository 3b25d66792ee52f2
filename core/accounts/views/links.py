"""What mailed links lead to: choosing a password, confirming an address. GET shows, the button changes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ...http.decorators import private_page
from ...mail.address_field import AddressField
from .. import account_links
from ..account_links import AccountLink
from .pages import page

Purpose = AccountLink.Purpose


def link_page(view: Callable[..., Any]) -> Callable[..., Any]:
    """A private page whose form says where it comes from: without that Django takes it for a forged one."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = private_page(view)(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    wrapped.is_private = True  # type: ignore[attr-defined]  # as private_page says it
    return wrapped


class ForgottenForm(forms.Form):
    email = AddressField(
        label=gettext_lazy("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@link_page
def forgotten_password(request: HttpRequest) -> HttpResponseBase:
    """Mail a link to whoever has an account with the address; the page says the same to everybody."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        account_links.send_password_links(form.cleaned_data["email"], request)
        return page(request, "password_mailed", _("Look into your mail"))
    return page(request, "forgotten_password", _("Forgotten password"), form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@link_page
@sensitive_post_parameters()
def choose_password(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let whoever has the link choose the account's password; then they log in with it."""
    link: Any = AccountLink.objects.from_token(token, Purpose.INVITATION, Purpose.PASSWORD).first()
    if link is None:
        return _gone(request)
    form = SetPasswordForm(link.account, request.POST if request.method == "POST" else None)
    form.fields["new_password1"].widget.attrs.pop("autofocus", None)
    if form.is_bound and form.is_valid():
        if not account_links.take_password(link, form.cleaned_data["new_password1"]):
            return _gone(request)
        return page(request, "password_chosen", _("The password is set"), account=link.account)
    title = _("Welcome to the desk") if link.purpose == Purpose.INVITATION else _("A new password")
    return page(request, "choose_password", title, form=form, account=link.account)


@require_http_methods(["GET", "HEAD", "POST"])
@link_page
def confirm_address(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give the account its new address when the button is pressed."""
    link: Any = AccountLink.objects.from_token(token, Purpose.ADDRESS).first()
    if link is None:
        return _gone(request)
    is_taken = request.method == "POST" and account_links.take_address(link)
    return page(request, "confirm_address", _("New e-mail address"), link=link, is_taken=is_taken)


def _gone(request: HttpRequest) -> HttpResponse:
    return page(request, "link_gone", _("This link does not work any more"), status=404)
