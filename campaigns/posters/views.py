"""Posters: the list, each by itself, series of them, the kit to download, the QR code."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from articles.views.answerable import show
from core.accounts.viewer import viewer
from core.http.decorators import public_page

from ..models import Poster, PosterSeries
from ..sharing import cards
from . import poster_kit


@require_safe
@public_page()
def poster_list(request):
    return render(
        request,
        "campaigns/poster_list.html",
        {"posters": Poster.objects.published().select_related("campaign"), "series": PosterSeries.objects.in_use()},
    )


@require_safe
@public_page()
def poster(request, slug):
    posters = Poster.objects.visible_to(viewer(request)).select_related("campaign", "petition", "series")
    return show_poster(request, get_object_or_404(posters, slug=slug))


def show_poster(request, poster):
    """Return the poster's page."""
    others = (
        Poster.objects.published().exclude(pk=poster.pk).exclude(translation_of=poster.translation_of_id or poster.pk)
    )
    context = {
        "poster": poster,
        "downloads": poster_kit.downloads(poster),
        "versions": poster.versions,
        "others": others.exclude(pk=poster.translation_of_id)[:4],
    }
    return show(request, "campaigns/poster.html", poster, context)


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
    answer["Content-Disposition"] = content_disposition_header(True, f"{poster_kit.folder(poster)}.zip")
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
