"""Before what cannot be taken back the desk asks again who sits there, and then goes on with what was asked for.

Nothing is stored for that: what a form had sent stands on the page in hidden fields, and comes with the answer.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from . import login_steps, passkeys, second_factor
from .factor_forms import FactorForm, PasswordForm

LASTS = 15 * 60  # seconds
PREFIX = "again"
METHOD = "again-method"  # with which the page was asked for
Form = FactorForm | PasswordForm


def recently_shown(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view of the desk be used by those alone who showed their password or factor within a quarter of an hour."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return asked_again(request, lambda: view(request, *args, **kwargs))

    return wrapped


def asked_again(request: HttpRequest, go_on: Callable[[], Any]) -> Any:
    """Return what ``go_on`` answers when it is known who sits there, else the page that asks."""
    is_answer = request.method == "POST" and METHOD in request.POST
    # Whoever waits for the second factor has just given the password.
    if request.user.is_authenticated and not login_steps.was_shown_within(request, LASTS):
        form = _form(request, request.user, is_answer)
        if not (is_answer and form.is_valid()):
            return _page(request, form)
        login_steps.just_shown(request)
    if not is_answer:
        return go_on()
    if request.POST[METHOD] != "POST":
        return HttpResponseRedirect(request.get_full_path())
    sent = request.POST.copy()
    for name in [name for name in sent if _is_ours(name)]:
        del sent[name]
    request.POST = sent  # type: ignore[assignment]  # WSGIRequest lets it be set
    return go_on()


def _form(request: HttpRequest, account: User, is_answer: bool) -> Form:
    data = request.POST if is_answer else None
    if second_factor.has_one(account):
        return FactorForm(data, request=request, account=account, prefix=PREFIX)
    return PasswordForm(data, account=account, prefix=PREFIX)


def _page(request: HttpRequest, form: Form) -> HttpResponseBase:
    account: User = request.user  # type: ignore[assignment]  # it is somebody
    kinds = second_factor.kinds_of(account) if isinstance(form, FactorForm) else set()
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not _is_ours(name) and name != "csrfmiddlewaretoken"
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Is it you?"),
        "form": form,
        "kinds": kinds,
        "options": passkeys.ask(request, account) if "passkey" in kinds and passkeys.are_offered() else "",
        "sent": sent,
        "method": request.POST.get(METHOD, request.method),
        "method_field": METHOD,
    }
    response = TemplateResponse(request, "admin/accounts/again.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def _is_ours(name: str) -> bool:
    return name.startswith(f"{PREFIX}-")
