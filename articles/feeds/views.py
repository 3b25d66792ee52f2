"""The addresses of the feeds: what is in each, and how it is answered."""

from datetime import UTC, datetime
from functools import wraps
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from core import identity
from core.http.decorators import public_page
from organisation.models import Person

from .. import responses
from ..models import Article, Series, Tag
from . import entries, formats

NEWEST = 20


class FeedSource(NamedTuple):
    """What a feed is about: its name, the path of its page, its entries."""

    title: str
    page: str
    entries: list
    has_hub: bool = True
    since: datetime = datetime(1970, 1, 1, tzinfo=UTC)  # when it began, for a feed that may be empty


def feed(choose):
    """Make a view of ``choose(slug)``, which returns the Channel or raises Http404."""

    @require_safe
    @conditional_page
    @public_page(60)
    @wraps(choose)
    def view(request, format, **which):
        channel = choose(**which)
        name = identity.current().name
        made = format(
            title=entries.line(f"{channel.title} · {name}" if channel.title else name),
            link=settings.SITE_URL + channel.page,
            description=identity.current().tagline or _("Articles"),
            language=get_language(),
            author_name=name,
            author_link=f"{settings.SITE_URL}/",
            since=channel.since,
            hub=settings.WEBSUB_HUB if channel.has_hub else "",
            feed_url=settings.SITE_URL + request.path,
        )
        for entry in channel.entries:
            made.add_item(**entry)
        response = HttpResponse(content_type=format.content_type)
        made.write(response, "utf-8")
        response.headers["Last-Modified"] = http_date(made.latest_post_date().timestamp())
        if hub := made.feed["hub"]:
            response.headers["Link"] = f'<{hub}>; rel="hub", <{made.feed["feed_url"]}>; rel="self"'
        return response

    return view


@feed
def of_all():
    return FeedSource("", reverse("articles:list"), _newest(Article.objects.published()))


@feed
def of_tag(slug):
    tag = get_object_or_404(Tag.objects.in_use(), slug=slug)
    return FeedSource(tag.name, tag.get_absolute_url(), _newest(tag.articles.published()))


@feed
def of_series(slug):
    series = get_object_or_404(Series.objects.in_use(), slug=slug)
    return FeedSource(series.title, series.get_absolute_url(), _newest(series.articles.published()))


@feed
def of_author(slug):
    person = get_object_or_404(Person.objects.published(), slug=slug)
    written = _newest(person.articles.published())
    if not written:
        raise Http404
    return FeedSource(person.title, person.get_absolute_url(), written)


@feed
def of_responses(slug):
    article = get_object_or_404(Article.objects.published(), slug=slug)
    said = sorted(_flat(responses.to(article).threads), key=lambda response: response.at, reverse=True)
    title = _("Responses to “%(title)s”") % {"title": article.title}
    page = article.get_absolute_url()
    newest = [entries.of_response(response, article) for response in said[:NEWEST]]
    return FeedSource(title, page, newest, has_hub=False, since=article.published_at)


def paths(prefix: str, view, name: str) -> list:
    """Return the addresses of one feed in each format: RSS at ``prefix``, the others below it."""
    return [
        path(prefix + end, view, {"format": format}, name=f"{name}-{end}".strip("-/"))
        for end, format in formats.FORMATS.items()
    ]


def _newest(articles) -> list[dict]:
    newest = articles.with_names().order_by("-published_at", "-pk")[:NEWEST]
    return [entries.of_article(article) for article in newest]


def _flat(threads):
    for response in threads:
        if response.kind in {"comment", "mention"}:
            yield response
        yield from _flat(response.answers)
