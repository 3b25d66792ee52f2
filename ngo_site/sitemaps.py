"""sitemap.xml: every public page that is worth finding."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from articles.models import Album, Article, Photo, Series, Tag
from articles.views.lists import months
from campaigns.models import Campaign, Petition, Poster, Video
from newsletters.models import Issue
from organisation.models import Page, Person, Report

_SITE = urlsplit(settings.SITE_URL)


class OurSitemap(Sitemap):
    protocol = _SITE.scheme
    # All in one file (sitemaps.org allows as many): Django's second page is there only if every kind has one.
    limit = 50_000

    def get_domain(self, site=None):
        return _SITE.netloc


class Entrances(OurSitemap):
    """Pages that are always there."""

    NAMES = (
        "home",
        "articles:list",
        "articles:archive",
        "articles:photos",
        "campaigns:list",
        "campaigns:petition-list",
        "campaigns:poster-list",
        "organisation:people",
        "organisation:report-list",
        "organisation:join",
        "newsletters:subscribe",
    )

    def items(self):
        return self.NAMES

    def location(self, item):
        return reverse(item)


class Published(OurSitemap):
    """All published objects of one model."""

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.published().only("slug", "updated_at", "published_at").order_by("-published_at", "pk")

    def lastmod(self, item):
        return max(item.updated_at, item.published_at)


class Groupings(OurSitemap):
    """All tags, or all series, that have a public article."""

    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.in_use().order_by("slug")


class Archive(OurSitemap):
    """The years and months in which something was published."""

    def items(self):
        times = [month for month, _count in months(Article.objects.published())]
        return [(year,) for year in sorted({time.year for time in times})] + [(t.year, t.month) for t in times]

    def location(self, item):
        return reverse("articles:archive-year" if len(item) == 1 else "articles:archive-month", args=item)


class Letters(OurSitemap):
    def items(self):
        return Issue.objects.sent().of_newsletter()

    def location(self, item):
        return reverse("newsletters:issue", args=[item.pk])

    def lastmod(self, item):
        return item.queued_at


sitemaps = (
    {"entrances": Entrances(), "letters": Letters(), "archive": Archive()}
    | {model._meta.model_name: Groupings(model) for model in (Series, Tag)}
    | {
        model._meta.model_name: Published(model)
        for model in (Album, Article, Campaign, Petition, Page, Person, Photo, Poster, Report, Video)
    }
)
