"""The desk's door: the password, the second factor, and where to go on."""

import math
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ... import audit
from .. import login_steps, logins, passkeys, second_factor
from ..factor_forms import FactorForm
from .pages import page, with_account

NEXT = "next page"  # in the session


class DeskLogin(LoginView):
    """Django's view; after the right password comes the second factor, where there is one or ought to be."""

    def form_valid(self, form: Any) -> HttpResponseRedirect:
        goal = self.get_success_url()
        if login_steps.begin(self.request, form.get_user()):
            return came_in(self.request, goal)
        self.request.session[NEXT] = goal
        return HttpResponseRedirect(reverse("admin:ask_factor"))

    def form_invalid(self, form: Any) -> Any:
        return _with_wait(super().form_invalid(form), form.wait)


def came_in(request: HttpRequest, goal: str = "") -> HttpResponseRedirect:
    """Lead somebody who has just logged in to where they wanted to go; their browser is known from now on."""
    goal = goal or request.session.pop(NEXT, "")
    is_ours = url_has_allowed_host_and_scheme(goal, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(goal if is_ours else reverse("admin:index"))
    assert isinstance(request.user, User)
    logins.know_browser(request, response, request.user)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@with_account
def ask_factor(request: HttpRequest) -> HttpResponseBase:
    """Ask for the second factor after the password; whoever has none makes one."""
    account: User = request.account  # type: ignore[attr-defined]
    if request.user.is_authenticated and login_steps.may_enter(request):
        return redirect("admin:index")
    kinds = second_factor.kinds_of(account)
    if not kinds - {"recovery codes"}:
        return redirect("admin:new_factor")
    form = FactorForm(request.POST if request.method == "POST" else None, request=request, account=account)
    if form.is_bound and form.is_valid():
        goal = request.session.pop(NEXT, "")
        with audit.acting(account):
            login_steps.complete(request, account, form.shown)
        return came_in(request, goal)
    options = passkeys.ask(request, account) if "passkey" in kinds and passkeys.are_offered() else ""
    response = page(request, "factor", _("One more step"), form=form, kinds=kinds, options=options)
    return _with_wait(response, form.wait)


@with_account
def new_factor(request: HttpRequest) -> HttpResponse:
    """Let somebody choose which second factor they want to have."""
    return page(
        request,
        "new_factor",
        _("A second factor for your account"),
        kinds=second_factor.kinds_of(request.account),  # type: ignore[attr-defined]
        passkeys_are_offered=passkeys.are_offered(),
    )


def login(site: admin.AdminSite, request: HttpRequest, context: dict[str, Any]) -> Any:
    """Show the form for the password and take it; whoever is in already goes to the desk."""
    if request.method == "GET" and request.user.is_authenticated and request.user.is_staff:
        if login_steps.lacks_factor(request):
            return redirect("admin:ask_factor" if second_factor.has_one(request.user) else "admin:new_factor")
        return redirect("admin:index")
    everywhere = {
        **site.each_context(request),
        "title": _("Log in"),
        "subtitle": None,
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        **context,
    }
    view = DeskLogin.as_view(
        authentication_form=site.login_form,
        template_name="admin/login.html",
        extra_context=everywhere,
        next_page=reverse("admin:index"),
    )
    return view(request)


def _with_wait(response: Any, wait: float) -> Any:
    """Answer 429 where somebody has tried too often, with the seconds to wait."""
    if wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(math.ceil(wait))
    return response
