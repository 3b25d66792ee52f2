"""What goes with publishing an object: its summary, what is published together with it, a mail to its writers."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .. import checks, reviews


def given_a_summary(obj: Any) -> list[str]:
    """Let what is published without a summary have the beginning of its text for one; say so. Nothing is saved."""
    if obj.is_live or obj.summary.strip() or "summary" in obj.MAY_LACK or not obj.beginning:
        return []
    obj.summary = obj.beginning
    return [_("Its summary is the beginning of its text, for nobody wrote one: “%s”") % obj.summary]


def companions_of(site: AdminSite, request: HttpRequest, obj: Any) -> list:
    """Return what may become public with it: it is ready for that, and this person may publish it.

    Where something is decided, nobody changes these until that is done; asked within a transaction.
    """
    if request.method == "POST":
        for one in obj.published_with():
            one.refresh_from_db(from_queryset=type(one)._base_manager.select_for_update(of=("self",)))
    ready = []
    for one in obj.published_with():
        model_admin: Any = site.get_model_admin(type(one))
        given_a_summary(one)
        if model_admin.has_publish_permission(request, one) and not checks.problems(one):
            ready.append(one)
    return ready


def mailed(obj: Any, by: Any) -> list[str]:
    """Say who of those who wrote it gets a mail."""
    names = [person.get_full_name() or person.get_username() for person in reviews.writers(obj) if person != by]
    return [_("A mail tells those who wrote it: %s.") % ", ".join(names)] if names else []
