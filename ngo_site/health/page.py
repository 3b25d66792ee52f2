"""The desk's page about the health of the site, for administrators."""

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ..navigation import HEALTH
from . import rhythms
from .part import PartState
from .parts import parts


def health(site: AdminSite, request: HttpRequest) -> TemplateResponse:
    """Show all parts, what needs somebody first."""
    if not request.user.has_perm(HEALTH.permission):
        raise PermissionDenied
    order = [PartState.BAD, PartState.WARNING, PartState.OK]
    found = sorted(parts(), key=lambda part: order.index(part.state))
    context = {
        **site.each_context(request),
        "title": _("Health"),
        "parts": found,
        "troubled": sum(part.state != PartState.OK for part in found),
        "rhythms": rhythms.rows(),
    }
    return TemplateResponse(request, "admin/health.html", context)
