"""Feeds: the newest articles with their full text, of all or of one tag, as RSS 2.0 and Atom."""

import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ngo_site.lib import markup
from ngo_site.lib.http import public_page

from .models import Article, Tag

NEWEST = 20


class Rss(Rss201rev2Feed):
    """RSS 2.0 with the text in content:encoded (the RSS content module)."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["text"])


class Atom(Atom1Feed):
    """Atom (RFC 4287) with the summary as plain text and the text as HTML."""

    content_type = "application/atom+xml; charset=utf-8"

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item | {"description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
        handler.addQuickElement("content", item["text"], {"type": "html", "xml:lang": item["language"]})


@require_safe
@public_page(60)
def rss(request, slug=None):
    return _feed(request, Rss, slug)


@require_safe
@public_page(60)
def atom(request, slug=None):
    return _feed(request, Atom, slug)


def _feed(request, format, slug):
    articles, tag = Article.objects.published(), None
    if slug is not None:
        tag = get_object_or_404(Tag, slug=slug)
        articles = articles.filter(tags=tag)
    articles = list(articles.with_names()[:NEWEST])
    if tag and not articles:
        raise Http404
    name = settings.ORGANISATION["name"]
    feed = format(
        title=f"{tag} · {name}" if tag else name,
        link=settings.SITE_URL + (tag.get_absolute_url() if tag else reverse("articles:list")),
        description=settings.ORGANISATION["tagline"] or _("Articles"),
        language=get_language(),
        feed_url=settings.SITE_URL + request.path,
    )
    for article in articles:
        _add(feed, article)
    response = HttpResponse(content_type=format.content_type)
    feed.write(response, "utf-8")
    return response


def _add(feed, article):
    link = settings.SITE_URL + article.get_absolute_url()
    feed.add_item(
        title=article.title,
        link=link,
        description=article.summary or markup.excerpt(article.body, 300),
        text=text_for_elsewhere(render_to_string("articles/_feed_text.html", {"article": article})),
        language=article.language,
        author_name=", ".join(author.name for author in article.names) or None,
        pubdate=article.published_at,
        updateddate=max(article.updated_at, article.published_at),
        # The same for ever, whatever becomes of the address (RFC 4151).
        unique_id=f"tag:{settings.SITE_URL.split('://')[1].split(':')[0]},2026:articles/{article.pk}",
        unique_id_is_permalink=False,
        categories=[subject.name for subject in article.subjects],
    )


_TAG = re.compile(r"<[a-z][^<>]*>", re.I)
_OURS = re.compile(r'\b(href|src|poster)="/(?!/)')
_FOR_OUR_PAGES = re.compile(r"<source\b[^<>]*>|\s(?:srcset|sizes|class|loading|data-[\w-]+)=\"[^\"]*\"", re.I)


def text_for_elsewhere(html: str) -> str:
    """Return shown HTML for feed readers: whole addresses, and none of what only our style sheet understands."""
    html = re.sub(r"<(form|button|script|template|iframe)\b.*?</\1>", "", html, flags=re.S)

    def whole(match):
        return _OURS.sub(rf'\1="{settings.SITE_URL}/', _FOR_OUR_PAGES.sub("", match[0]))

    return _TAG.sub(whole, html)
