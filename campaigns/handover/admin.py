"""The desk's pages for the hand-over: the sealed file to download, and the page that opens it in the browser."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core import audit

from ..models import Petition
from . import export

# Whatever this page knows stays in it: once it is loaded it can ask nobody for anything.
_SEALED_OFF = {
    "default-src": [NONE],
    "script-src": [SELF, "'wasm-unsafe-eval'"],
    "style-src": [SELF],
    "font-src": [SELF],
    "connect-src": [NONE],
    "img-src": [NONE],
    "media-src": [NONE],
    "manifest-src": [NONE],
    "frame-src": [NONE],
    "form-action": [NONE],
}


class HandoverMixin:
    """Mixed into the petitions' page."""

    def get_urls(self):
        own = [
            path("open-hand-over/", self.admin_site.admin_view(self.open_handover), name="campaigns_petition_open"),
            path(
                "<int:object_id>/hand-over/",
                self.admin_site.admin_view(self.hand_over),
                name="campaigns_petition_hand_over",
            ),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def hand_over(self, request, object_id):
        """Say what is in the file; POST answers with the file, and the audit log keeps that it did."""
        _only_who_may(request)
        petition = get_object_or_404(Petition.objects.with_count(), pk=object_id)
        if request.method == "POST":
            return self._download(request, petition)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Hand over the signatures"),
            "petition": petition,
            "ready": petition.root.signatures.confirmed().exclude(sealed=b"").count(),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/campaigns/petition/hand_over.html", context)

    def _download(self, request, petition):
        audit.record(request.user, "hand-over", petition)
        response = StreamingHttpResponse(export.lines(petition), content_type=export.MEDIA_TYPE)
        name = f"{petition.root.slug}-{timezone.localdate():%Y-%m-%d}.handover"
        response["Content-Disposition"] = content_disposition_header(True, name)
        response["Cache-Control"] = "no-store, private"
        return response

    @method_decorator([require_safe, never_cache, csp_replace(_SEALED_OFF)])
    def open_handover(self, request):
        """The page itself; the file and the key never leave the browser."""
        _only_who_may(request)
        page = render(request, "campaigns/handover.html", {"title": _("Open a hand-over")})
        # Where a private key is typed, no other page may share this one's memory (HTML, cross-origin isolation).
        page["Cross-Origin-Embedder-Policy"] = "require-corp"
        return page


def _only_who_may(request):
    if not request.user.has_perm("campaigns.hand_over"):
        raise PermissionDenied
