"""What an article's page leads to: before and after it, the parts of its series, its translations, related ones."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import Func, Q

from core.cache.generations import page_shows
from core.http.paths import path_of
from core.prepared import Prepared

from .models import Article
from .related import key_of

RELATED_SHOWN = 3
MOST_PARTS = 200


class Link(NamedTuple):
    """Another article, as much of it as a link shows."""

    pk: int
    slug: str
    title: str
    language: str
    summary: str
    published_at: datetime
    series_id: int | None
    series_position: int | None
    translation_of_id: int | None

    def get_absolute_url(self) -> str:
        return path_of("articles:article", self.slug)

    @property
    def language_name(self) -> str:
        """The language's name in that language."""
        return dict(settings.CONTENT_LANGUAGES).get(self.language, self.language)


@dataclass
class LinkedArticles:
    """``rows`` are the plain values of which all the rest follows, together with the article."""

    rows: tuple[tuple, ...] = ()
    newer: Link | None = None
    older: Link | None = None
    parts: list[Link] = field(default_factory=list)
    number: int = 0
    related: list[Link] = field(default_factory=list)
    translations: list[Link] = field(default_factory=list)

    @property
    def part_before(self) -> Link | None:
        return self.parts[self.number - 2] if self.number > 1 else None

    @property
    def part_after(self) -> Link | None:
        return self.parts[self.number] if 0 < self.number < len(self.parts) else None


def linked_articles(article) -> LinkedArticles:
    """Return what is public around the article, in one query; a draft has no neighbours in time."""
    page_shows(key_of(article.pk))
    moment = article.published_at if article.is_published else None
    origin = article.translation_of_id or article.pk
    others = _others.ask(pk=article.pk, origin=origin, series=article.series_id, moment=moment)
    found = LinkedArticles(tuple(others))
    by_pk = {link.pk: link for link in map(Link._make, others)}
    if article.is_published:
        _put_in_time(found, by_pk.values(), article.published_at)
    _put_in_series(found, by_pk.values(), article)
    origins = {article.pk, article.translation_of_id} - {None}
    found.translations = sorted(
        (
            link
            for link in by_pk.values()
            if link.pk != article.pk and not origins.isdisjoint({link.pk, link.translation_of_id})
        ),
        key=lambda link: link.language,
    )
    shown_already = {link.pk for link in [*found.translations, *found.parts]}
    related = [by_pk[pk] for pk in article.related_ids if pk in by_pk and pk not in shown_already and pk != article.pk]
    found.related = related[:RELATED_SHOWN]
    return found


def _build(pk, origin, series, moment):
    links = Article.objects.published().values_list(*Link._fields).order_by()
    related = Article.objects.filter(pk=pk).values_list(Func("related_ids", function="unnest"))
    # Apart from the others, for Postgres takes no index where OR meets a subquery, and reads the whole table.
    others = links.filter(Q(translation_of=origin) | Q(pk=origin) | Q(series=series))
    newer = links.filter(published_at__gt=moment).order_by("published_at", "pk")[:1]
    older = links.filter(published_at__lt=moment).order_by("-published_at", "-pk")[:1]
    return others[: MOST_PARTS + 50].union(links.filter(pk__in=related), newer, older)


_others = Prepared(_build, pk=int, origin=int, series=int, moment=datetime)


def _put_in_time(found, links, now):
    found.newer = min(
        (link for link in links if link.published_at > now), key=lambda link: (link.published_at, link.pk), default=None
    )
    found.older = max(
        (link for link in links if link.published_at < now), key=lambda link: (link.published_at, link.pk), default=None
    )


def _place(link):
    """Order as the database does: whoever has no place in the series comes last."""
    return link.series_position is None, link.series_position or 0, link.published_at, link.pk


def _put_in_series(found, links, article):
    if not article.series_id:
        return
    parts = [link for link in links if link.series_id == article.series_id]
    found.parts = sorted(parts, key=_place)
    found.number = next((number for number, link in enumerate(found.parts, 1) if link.pk == article.pk), 0)
