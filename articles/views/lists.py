"""Lists of articles: all of them, of one subject, of one series, of one month."""

from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Value
from django.db.models.functions import TruncMonth
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http.decorators import public_page
from core.http.paging import PassedOver, page_or_404
from core.prepared import Prepared

from ..models import Article, Series, Tag
from ..models.article import IN_LISTS

ON_A_PAGE = 12
IN_A_SERIES = 100


@require_safe
@public_page(knows=["page"])
def article_list(request):
    page = page_or_404(request, Newest(), ON_A_PAGE)
    return render(request, "articles/article_list.html", {"page": page})


class Newest:
    """All public articles, for a Paginator; the query of each page is prepared."""

    def count(self) -> int:
        return _count.ask()[0][0]

    def __getitem__(self, part: slice) -> list[Article]:
        return newest(part.start, part.stop).ask()


@lru_cache(maxsize=100)
def newest(start, stop) -> Prepared:
    return Prepared(lambda: PassedOver(Article.objects.published().for_lists())[start:stop], IN_LISTS)


_count = Prepared(lambda: Article.objects.published().order_by().values(all=Value(1)).values_list(Count("pk")))


@require_safe
@public_page(knows=["page"])
def tag(request, slug):
    tag = get_object_or_404(Tag, slug=slug)
    page = page_or_404(request, Article.objects.published().filter(tags=tag).for_lists(), ON_A_PAGE)
    if not page.object_list:
        # A tag that only drafts carry would tell what they are about.
        raise Http404
    return render(request, "articles/tag.html", {"tag": tag, "page": page})


@require_safe
@public_page(knows=["page"])
def series(request, slug):
    series = get_object_or_404(Series, slug=slug)
    parts = Article.objects.published().filter(series=series).for_lists().in_series()
    page = page_or_404(request, parts, IN_A_SERIES)
    if not page.object_list:
        raise Http404
    return render(request, "articles/series.html", {"series": series, "page": page})


@require_safe
@public_page()
def archive(request):
    """All years and months with their counts."""
    years = {}
    for month, count in months(Article.objects.published()):
        years.setdefault(month.year, []).append((month, count))
    counted = [(year, sum(count for _month, count in counts), counts) for year, counts in years.items()]
    return render(request, "articles/archive.html", {"years": counted})


@require_safe
@public_page()
def archive_year(request, year):
    counts = months(Article.objects.published().filter(**between(year)))
    if not counts:
        raise Http404
    context = {"year": year, "months": counts, "count": sum(count for _month, count in counts)}
    return render(request, "articles/archive_year.html", context | beside(*between(year).values()))


@require_safe
@public_page(knows=["page"])
def archive_month(request, year, month):
    published = Article.objects.published()
    begin, end = between(year, month).values()
    page = page_or_404(request, published.filter(**between(year, month)).for_lists(), ON_A_PAGE)
    if not page.object_list:
        raise Http404
    context = {"month": begin, "page": page}
    return render(request, "articles/archive_month.html", context | beside(begin, end))


def months(articles) -> list[tuple[datetime, int]]:
    """Return each month that has any of the articles, newest first, with their number."""
    counted = articles.order_by().annotate(month=TruncMonth("published_at")).values_list("month")
    return list(counted.annotate(count=Count("pk")).order_by("-month"))


def between(year: int, month: int | None = None) -> dict:
    """Return the filter for what was published in that year or month of the site's time zone."""
    begin = datetime(year, month or 1, 1)
    end = datetime(year + 1, 1, 1) if month in {None, 12} else datetime(year, month + 1, 1)
    return {"published_at__gte": timezone.make_aware(begin), "published_at__lt": timezone.make_aware(end)}


def beside(begin: datetime, end: datetime) -> dict:
    """Return the nearest times before and after, in whose month or year something was published, or None."""
    dates = Article.objects.published().values_list("published_at", flat=True)
    return {
        "older": dates.filter(published_at__lt=begin).order_by("-published_at").first(),
        "newer": dates.filter(published_at__gte=end).order_by("published_at").first(),
    }
