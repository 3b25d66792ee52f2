"""What other people hang, show and put on their own pages: posters and videos."""

from csp.decorators import csp_replace
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from articles.views.answerable import show
from ngo_site.lib.http import public_page
from ngo_site.lib.publishing import viewer

from .. import poster_kit
from ..models import Poster, PosterSeries, Video


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
    others = Poster.objects.published().exclude(pk=poster.pk).exclude(original=poster.original_id or poster.pk)
    context = {
        "poster": poster,
        "downloads": poster_kit.downloads(poster),
        "languages": languages if len(languages := list(poster.languages)) > 1 else [],
        "others": others.exclude(pk=poster.original_id)[:4],
    }
    return show(request, "campaigns/poster.html", poster, context)


@require_safe
@public_page()
def video(request, slug):
    videos = Video.objects.visible_to(viewer(request)).select_related("campaign")
    return show_video(request, get_object_or_404(videos, slug=slug))


def show_video(request, video):
    """Return the video's page."""
    return show(request, "campaigns/video.html", video, {"video": video})


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page()
def video_frame(request, slug):
    """The film in a frame on somebody else's page: ours plays there, one from elsewhere waits behind its still."""
    videos = Video.objects.published().select_related("campaign")
    return render(request, "campaigns/video_frame.html", {"video": get_object_or_404(videos, slug=slug)})
