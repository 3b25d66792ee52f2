"""Making and removing one's own second factors."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST
from django_otp_webauthn.models import WebAuthnCredential

from ...crypto.field_encryption import lock, unlock
from .. import authenticators, desk_sessions, login_steps, passkeys, recovery_codes, second_factor
from ..authenticators import Authenticator
from ..factor_forms import REFUSED, AuthenticatorForm, PasskeyForm
from ..reauthentication import recently_shown
from .login import NEXT, came_in
from .pages import page, with_account

NEW_APP = "new app"  # in the session, locked
LAST = gettext_lazy("Your role needs a second factor, and this is the last one: add another first.")


@require_http_methods(["GET", "HEAD", "POST"])
@with_account
@recently_shown
@sensitive_variables()
def authenticator(request: HttpRequest) -> HttpResponseBase:
    """Show a QR code for an app; with the first code that it shows it becomes the account's."""
    account = _account(request)
    if not _may_add(request, account):
        return redirect("admin:ask_factor")
    if Authenticator.objects.filter(account=account).exists():
        return redirect("admin:profile" if request.user.is_authenticated else "admin:ask_factor")
    secret = _secret(request)
    form = AuthenticatorForm(request.POST if request.method == "POST" else None, secret=secret)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            Authenticator.objects.create(account=account, secret=secret, last_step=form.cleaned_data["code"])
            second_factor.changed(account, "authenticator app added", _("an authenticator app was added to it"))
        del request.session[NEW_APP]
        return _added(request, account)
    size, path = authenticators.qr_path(authenticators.key_uri(secret, account.get_username()))
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return page(request, "authenticator", _("Authenticator app"), form=form, size=size, path=path, secret=grouped)


@require_http_methods(["GET", "HEAD", "POST"])
@with_account
@recently_shown
def passkey(request: HttpRequest) -> HttpResponseBase:
    """Make a passkey with the browser."""
    account = _account(request)
    if not _may_add(request, account):
        return redirect("admin:ask_factor")
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                passkeys.keep(request, account, form.cleaned_data["passkey"], form.cleaned_data["name"])
                second_factor.changed(account, "passkey added", _("a passkey was added to it"))
            return _added(request, account)
        except passkeys.PasskeyRefused:
            form.add_error(None, REFUSED)
    options = passkeys.ask_for_new(request, account) if passkeys.are_offered() else ""
    return page(request, "passkey", _("New passkey"), form=form, options=options)


@require_POST
@with_account
@recently_shown
@transaction.atomic
def remove_authenticator(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    if _may_remove(request, account) and Authenticator.objects.filter(account=account).delete()[0]:
        second_factor.changed(account, "authenticator app removed", _("its authenticator app was removed"))
    return redirect("admin:profile")


@require_POST
@with_account
@recently_shown
@transaction.atomic
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    account = _account(request)
    found = get_object_or_404(WebAuthnCredential, pk=pk, user=account)
    if _may_remove(request, account) and found.delete()[0]:
        second_factor.changed(account, "passkey removed", _("one of its passkeys was removed"))
    return redirect("admin:profile")


@require_POST
@with_account
@recently_shown
def new_recovery_codes(request: HttpRequest) -> HttpResponseBase:
    account = _account(request)
    if not request.user.is_authenticated or not second_factor.has_one(account):
        return redirect("admin:profile")
    with transaction.atomic():
        codes = recovery_codes.renew(account)
        second_factor.changed(account, "recovery codes made", _("new recovery codes were made for it"))
    return _codes_page(request, codes)


def _added(request: HttpRequest, account: User) -> HttpResponseBase:
    """After a factor was added: other sessions end, who waited is logged in, the first recovery codes are shown."""
    goal = request.session.pop(NEXT, "")
    if not request.user.is_authenticated:
        login_steps.complete(request, account, "new")
    else:
        request.session[login_steps.FACTOR] = "new"
    desk_sessions.end_others(request)
    response = came_in(request, goal)
    if account.recovery_codes.exists():
        return redirect("admin:profile")
    shown: Any = _codes_page(request, recovery_codes.renew(account), goal=response.url)
    shown.cookies.update(response.cookies)
    return shown


def _codes_page(request: HttpRequest, codes: list[str], goal: str = "") -> HttpResponseBase:
    response = page(request, "recovery_codes", _("Recovery codes"), codes=codes, goal=goal)
    response["Cache-Control"] = "no-store"
    return response


def _may_add(request: HttpRequest, account: User) -> bool:
    """Return False for whoever knows the password only, when the account has a factor: they must show it first."""
    return (request.user.is_authenticated and login_steps.may_enter(request)) or not second_factor.has_one(account)


def _may_remove(request: HttpRequest, account: User) -> bool:
    """Return whether one of its factors may go; asked within a transaction, at whose end the account is free again."""
    if not (request.user.is_authenticated and login_steps.may_enter(request)):
        return False
    # Two buttons at once would each find the other's factor still there.
    User.objects.select_for_update().get(pk=account.pk)
    number = len(passkeys.of(account)) + Authenticator.objects.filter(account=account).count()
    if number > 1 or not second_factor.is_needed(account):
        return True
    messages.error(request, LAST)
    return False


def _secret(request: HttpRequest) -> str:
    """Return the secret of the app that is being set up; it stays the same while the page is loaded again."""
    if kept := request.session.get(NEW_APP):
        return unlock(bytes.fromhex(kept), NEW_APP)
    secret = authenticators.new_secret()
    request.session[NEW_APP] = lock(secret, NEW_APP).hex()
    return secret


def _account(request: HttpRequest) -> User:
    return request.account  # type: ignore[attr-defined]  # see with_account
