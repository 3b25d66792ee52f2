"""How often a film was seen: views of its page and its frame elsewhere, first bytes of its files; numbers alone."""

from django.db.models import Q, Sum

from core.readership import DailyViews

from ..models import Video


def views_of(video: Video) -> int:
    """Return how often its page and its frame on other sites were opened, whatever the language of the frame."""
    return _sum(Q(path__endswith=f"/videos/{video.slug}/"))


def plays_of(video: Video) -> int:
    """Return how often a player or a download asked for the beginning of a file of ours."""
    files = [file.url for file in (video.mp4, video.webm) if file]
    return _sum(Q(path__in=files)) if files else 0


def _sum(condition: Q) -> int:
    return DailyViews.objects.filter(condition).aggregate(total=Sum("views"))["total"] or 0
