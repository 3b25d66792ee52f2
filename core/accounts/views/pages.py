"""What the pages about accounts have in common: their frame, and whose account they are about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache

from .. import login_steps


def page(request: HttpRequest, template: str, title: Any, status: int = 200, **context: Any) -> TemplateResponse:
    """Return a page within the desk, or beside its door for those who are not in yet."""
    is_in = request.user.is_authenticated and login_steps.may_enter(request)
    frame = "admin/base_site.html" if is_in else "admin/accounts/door.html"
    everywhere = {**admin.site.each_context(request), "title": title, "frame": frame, "is_in": is_in}
    return TemplateResponse(request, f"admin/accounts/{template}.html", {**everywhere, **context}, status=status)


def with_account(view: Callable[..., Any]) -> Callable[..., Any]:
    """Give the view ``request.account``: who is logged in, or has given the password. All others go to the login."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = login_steps.account_of(request)
        if account is None or not account.is_staff:
            return redirect("admin:login")
        request.account = account  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return never_cache(wrapped)
