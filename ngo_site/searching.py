"""Search over everything public, with Postgres' own full-text search."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Photo
from campaigns.models import Campaign, Petition, Poster, Video
from organisation.models import Page, Person, Report

# Each kind with the fields that are searched besides title and summary.
KINDS = (
    (Article, _("Article"), ("body",)),
    (Campaign, _("Campaign"), ("body",)),
    (Petition, _("Petition"), ("demand", "body")),
    (Report, _("Report"), ("body",)),
    (Person, _("Person"), ("role", "body")),
    (Page, _("Page"), ("body",)),
    (Poster, _("Poster"), ("words",)),
    (Video, _("Video"), ("transcript",)),
    (Photo, _("Photograph"), ("caption", "alt")),
)
MOST = 30


@dataclass(frozen=True)
class Found:
    kind: str
    thing: object
    rank: float


def search(words: str) -> list[Found]:
    """Return the best matches, best first; ``words`` may hold "quoted phrases", ``or`` and ``-without``."""
    found = []
    for model, kind, fields in KINDS:
        vector = SearchVector("title", weight="A") + SearchVector("summary", weight="B")
        vector += SearchVector(*fields, weight="C")
        query = SearchQuery(words, search_type="websearch")
        matches = model.objects.published().annotate(vector=vector).filter(vector=query)
        matches = matches.annotate(rank=SearchRank(F("vector"), query)).order_by("-rank", "-published_at")
        found += [Found(str(kind), thing, thing.rank) for thing in matches[:MOST]]
    return sorted(found, key=lambda match: -match.rank)[:MOST]
