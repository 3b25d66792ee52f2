"""Films: the list, each by itself, and its frame on other people's pages."""

from csp.decorators import csp_replace
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from articles.views.answerable import show
from core.accounts.viewer import viewer
from core.http.decorators import public_page

from ..models import Video


@require_safe
@public_page()
def video_list(request):
    return render(request, "campaigns/video_list.html", {"videos": Video.objects.published().order_by("-published_at")})


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
    video = get_object_or_404(videos, slug=slug)
    return render(request, "campaigns/video_frame.html", {"obj": video, "video": video})
