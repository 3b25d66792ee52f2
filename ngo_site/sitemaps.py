"""sitemap.xml: every public page that is worth finding."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from articles.models import Article, Photo, Tag
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


class Tags(OurSitemap):
    def items(self):
        return Tag.objects.filter(articles__in=Article.objects.published()).distinct()


class Letters(OurSitemap):
    def items(self):
        return Issue.objects.sent().of_newsletter()

    def location(self, item):
        return reverse("newsletters:issue", args=[item.pk])

    def lastmod(self, item):
        return item.queued_at


sitemaps = {"entrances": Entrances(), "letters": Letters(), "tags": Tags()} | {
    model._meta.model_name: Published(model)
    for model in (Article, Campaign, Petition, Page, Person, Photo, Poster, Report, Video)
}
