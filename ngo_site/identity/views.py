"""What browsers fetch of the organisation's look: its colour as a stylesheet, and its icon; and a look before saving.

Both addresses carry a version that follows from what is seen, so whoever has one keeps it.
"""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from core import identity
from core.http.decorators import public_page

from .icons import SIZES, draw_icon
from .preview import preview

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
@public_page()
def theme(request: HttpRequest, version: str) -> HttpResponse:
    palette = identity.current().palette
    if version != palette.version:  # another process may have read sooner what was saved
        identity.read()
        palette = identity.current().palette
    if version != palette.version:
        return redirect("theme", palette.version)
    return HttpResponse(palette.css, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_EVER})


@require_safe
@public_page()
def icon(request: HttpRequest, version: str, size: int) -> HttpResponse:
    organisation = identity.current()
    if size not in SIZES:
        raise Http404
    if version != organisation.icon_version:
        identity.read()
        organisation = identity.current()
    if version != organisation.icon_version:
        return redirect("icon", organisation.icon_version, size)
    return HttpResponse(draw_icon(organisation, size), content_type="image/png", headers={"Cache-Control": FOR_EVER})


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Show how a colour would look; for the script of the form."""
    if not request.user.has_perm("core.change_identity"):
        raise PermissionDenied
    asked = (request.GET.get(name, "") for name in ("colour", "colour_by_night", "name"))
    return HttpResponse(preview(*asked))
