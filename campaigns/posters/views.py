"""Series of posters, the kit to download, the QR code."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ngo_site.lib.http import public_page

from .. import cards, poster_kit
from ..models import Poster, PosterSeries


@require_safe
@public_page()
def poster_series(request, slug):
    series = get_object_or_404(PosterSeries.objects.in_use(), slug=slug)
    posters = Poster.objects.published().filter(series=series).order_by("place", "pk")
    return render(request, "campaigns/poster_series.html", {"series": series, "posters": posters})


@require_safe
def kit(request, slug):
    """All sizes, the licence, words to go with them and the QR code, as a zip that is never whole in memory."""
    poster = _poster(slug)
    answer = StreamingHttpResponse(poster_kit.stream(poster), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{poster_kit.folder(poster)}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@public_page(3600)
def qr(request, slug, form):
    """The QR code that opens what the poster is for, as SVG or PNG."""
    address = _poster(slug).address_on_it
    if form == "png":
        answer = HttpResponse(cards.qr_code_png(address), content_type="image/png")
    else:
        answer = HttpResponse(cards.qr_code(address), content_type="image/svg+xml; charset=utf-8")
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # other sites are meant to show it
    return answer


def _poster(slug):
    return get_object_or_404(Poster.objects.published().select_related("campaign", "petition"), slug=slug)
