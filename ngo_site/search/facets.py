"""How the matches spread over kinds, languages, years and subjects: links that narrow a search, with their numbers."""

from collections import Counter
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Tag
from core.prepared import Prepared, among

from .query import Candidate, SearchQuery

MOST = 8  # links of one sort


@dataclass(frozen=True)
class Choice:
    """A link; ``number`` is None for the one chosen already, whose link takes it away."""

    name: str
    query: str
    number: int | None = None


@dataclass(frozen=True)
class Facet:
    name: str
    choices: list[Choice]


def query_of(question: SearchQuery, page: int = 1) -> str:
    """Return the query string that asks this question."""
    asked = {"q": question.words, "type": question.kind, "tag": question.tag}
    asked |= {
        "year": question.year,
        "language": question.language,
        "drafts": question.drafts,
        "page": page if page > 1 else "",
    }
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def facets(question: SearchQuery, found: list[Candidate]) -> list[Facet]:
    """Return what can narrow the search further, and what narrows it now."""
    languages = dict(settings.CONTENT_LANGUAGES)
    types = ContentType.objects.get_for_models(*_models(found))
    kinds = {kind.pk: model._meta for model, kind in types.items()}
    by_kind = Counter(kinds[one.content_type].model_name for one in found)
    names = {meta.model_name: str(meta.verbose_name_plural).capitalize() for meta in kinds.values()}
    by_language = Counter(one.language for one in found)
    by_year = Counter(str(one.year) for one in found if one.year)
    by_tag, tags = _tags(question, found)
    return [
        facet
        for facet in (
            _facet(_("Kind"), question, "kind", by_kind, names),
            _facet(_("Subject"), question, "tag", by_tag, tags),
            _facet(_("Year"), question, "year", Counter(dict(sorted(by_year.items(), reverse=True)[:MOST])), {}),
            _facet(_("Language"), question, "language", by_language, languages),
        )
        if facet.choices
    ]


def _facet(name, question, field, numbers, names) -> Facet:
    chosen = getattr(question, field)
    if chosen:
        return Facet(name, [Choice(names.get(chosen, chosen), query_of(replace(question, **{field: ""})))])
    if len(numbers) < 2 and field != "tag":
        return Facet(name, [])
    counted = numbers.items() if field == "year" else numbers.most_common(MOST)
    return Facet(
        name, [Choice(names.get(key, key), query_of(replace(question, **{field: key})), n) for key, n in counted]
    )


_tags_of = Prepared(
    lambda keys: Tag.objects.filter(among("articles", keys))
    .annotate(number=Count("articles")).order_by("-number", "name").values_list("slug", "name", "number")[: MOST + 1],
    keys=list,
)  # fmt: skip


def _models(found) -> list:
    return [ContentType.objects.get_for_id(kind).model_class() for kind in {one.content_type for one in found}]


def _tags(question, found) -> tuple[Counter, dict[str, str]]:
    """Return the subjects of the matching articles; those of drafts were not among the matches."""
    articles = ContentType.objects.get_for_model(Article).pk
    keys = [one.pk for one in found if one.content_type == articles]
    tags = _tags_of.ask(keys=keys) if keys else []
    if question.tag and not any(slug == question.tag for slug, _name, _number in tags):
        tags += [
            (slug, name, 0) for slug, name in Tag.objects.in_use().filter(slug=question.tag).values_list("slug", "name")
        ]
    return Counter({slug: number for slug, _name, number in tags}), {slug: name for slug, name, _number in tags}
