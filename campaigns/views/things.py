"""What other people hang, show and put on their own pages: posters and videos."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.views.answerable import show
from ngo_site.lib.http import public_page
from ngo_site.lib.publishing import viewer

from ..models import Poster, Video


@require_safe
@public_page()
def poster_list(request):
    return render(
        request,
        "campaigns/poster_list.html",
        {"posters": Poster.objects.published().select_related("campaign")},
    )


@require_safe
@public_page()
def poster(request, slug):
    posters = Poster.objects.visible_to(viewer(request)).select_related("campaign")
    return show_poster(request, get_object_or_404(posters, slug=slug))


def show_poster(request, poster):
    """Return the poster's page."""
    others = Poster.objects.published().exclude(pk=poster.pk)[:4]
    return show(request, "campaigns/poster.html", poster, {"poster": poster, "others": others})


@require_safe
@public_page()
def video(request, slug):
    videos = Video.objects.visible_to(viewer(request)).select_related("campaign")
    return show_video(request, get_object_or_404(videos, slug=slug))


def show_video(request, video):
    """Return the video's page."""
    return show(request, "campaigns/video.html", video, {"video": video})
