"""The question in SQL: which objects match, best first, at a price that does not grow with how common a word is.

Ranking reads the whole vector of every match, so no more than the newest few hundred matches are ranked, and beside
them those that have the words in their title or summary. Whoever looks for a common word gets the newest of the best.

The newest matches are looked for among the newest objects first: a common word is found there at once. Only where these
bring too few is the index of words asked, which must be gone through whole, for it knows no order. Nor does it know
which words are neighbours, so for "a phrase" the index of neighbours is asked, too.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Tag
from core.recent import Recent
from core.search import configurations
from core.search.index import kinds

from .highlighting import lexemes_of

MOST_RANKED = 240
MOST_RANKED_BY_HEAD = 150
LOOKED_THROUGH = 2500
MOST_PHRASES = 4

OR = re.compile(r"\bor\b", re.I)

_SHOWN = "shown_from <= now() AND (shown_until IS NULL OR shown_until > now())"
_BY_TAG = """content_type_id = %(articles)s AND object_id IN (
    SELECT article_id FROM articles_article_tags WHERE tag_id = %(tag)s)"""
# One look at an index for each language.
_SPOKEN = """
SELECT code FROM unnest(%s::text[]) code WHERE EXISTS (SELECT 1 FROM core_searchentry WHERE language = code)
"""
_spoken: Recent[dict[str, list[str]]] = Recent(10)
# Starting helpers takes longer than they save, and a visitor shall not busy every core. What is searched is in memory
# or on a disk without a head to move: jumping costs little more than reading on.
_PLANNING = "set_config('max_parallel_workers_per_gather', '0', true), set_config('random_page_cost', '1.1', true)"
# The indexes of the newest are without "NULLS LAST": what is ordered so does not go through them.
_NOTHING = "'{}'"
_NEIGHBOURS = "id = ANY(ARRAY(SELECT id FROM core_searchentry WHERE {each}))"
_CANDIDATES = """
WITH newest AS MATERIALIZED (
    SELECT id FROM (
        SELECT id, language, vector FROM core_searchentry WHERE {which} ORDER BY shown_from DESC LIMIT %(newest)s
    ) entry WHERE {matches} LIMIT %(most)s
), candidate AS (
    SELECT id FROM newest
    UNION
    (SELECT id FROM core_searchentry
        WHERE (SELECT count(*) FROM newest) < %(most)s AND {matches} AND {which} AND {neighbours}
        ORDER BY shown_from DESC NULLS LAST LIMIT %(most)s)
    UNION
    (SELECT id FROM core_searchentry WHERE head @@ %(query)s::tsquery AND {which}
        ORDER BY shown_from DESC NULLS LAST LIMIT %(most_by_head)s)
)
SELECT content_type_id, object_id, language, extract(year FROM shown_from AT TIME ZONE %(zone)s)::int
FROM core_searchentry JOIN candidate USING (id) WHERE {matches}
ORDER BY ts_rank(vector, %(query)s::tsquery, 1) DESC, shown_from DESC NULLS LAST, id
"""


@dataclass(frozen=True)
class SearchQuery:
    """What is asked: the words, and the filters, each of them empty for all."""

    words: str
    kind: str = ""  # the name of a model, such as "petition"
    tag: str = ""  # the address of a tag
    year: str = ""
    language: str = ""
    drafts: str = ""  # anything: what is not public, too, for those who may see it


class Matches(NamedTuple):
    """The best of what matches; ``lexemes`` are what was looked for, as it stands in the vectors."""

    best: list["Candidate"]
    lexemes: list[str]


@dataclass(frozen=True)
class Candidate:
    content_type: int
    pk: int
    language: str
    year: int | None


def candidates(question: SearchQuery, user=None) -> Matches:
    """Return what matches and the user may see, best first, at most MOST_RANKED and MOST_RANKED_BY_HEAD."""
    spoken = _spoken.get(None, _languages_here)
    values = _values(question, spoken)
    if values is None:
        return Matches([], [])
    with transaction.atomic(), connection.cursor() as cursor:
        asked = " || ".join(_parsed(how) for how in spoken)
        is_empty = f"numnode({asked}) = 0 OR ''::tsvector @@ ({asked})"
        pairs = ", ".join(_pairs(how, values) for how in spoken)
        cursor.execute(f"SELECT ({asked})::text, {is_empty}, ARRAY[{pairs}], querytree({asked}), {_PLANNING}", values)
        query, asks_for_nothing, pairs, tree, *_ = cursor.fetchone()
        if asks_for_nothing:  # only stop words, or only what shall not be in it
            return Matches([], [])
        which = " AND ".join(_conditions(question, user or AnonymousUser(), values))
        matches = _each_in_its_own(spoken) if "!" in query else "vector @@ %(query)s::tsquery"
        # Drafts have no date by which they could be the newest.
        values |= {"query": query, "newest": 0 if values["mine"] else LOOKED_THROUGH}
        sql = _CANDIDATES.format(which=which, matches=matches, neighbours=_neighbours(pairs, values))
        cursor.execute(sql, values)
        return Matches([Candidate(*row) for row in cursor.fetchall()], lexemes_of(tree))


def may_view(user) -> list[int]:
    """Return the content types of which the user sees drafts, too."""
    if not (user.is_active and user.is_staff):
        return []
    mine = [model for model in kinds() if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")]
    return [ContentType.objects.get_for_model(model).pk for model in mine]


def _languages_here() -> dict[str, list[str]]:
    """Return the languages that occur, by the configuration that reads them."""
    codes = [code for code, _name in settings.CONTENT_LANGUAGES]
    with connection.cursor() as cursor:
        cursor.execute(_SPOKEN, [codes])
        here = [code for [code] in cursor.fetchall()]
    spoken = {}
    for code in here or [settings.LANGUAGE_CODE]:
        spoken.setdefault(configurations.configuration(code), []).append(code)
    return spoken


def _values(question, spoken) -> dict | None:
    """Return what the SQL is given; None where a filter names nothing that exists."""
    values = {"words": configurations.asked(question.words), "zone": settings.TIME_ZONE}
    values |= {"most": MOST_RANKED, "most_by_head": MOST_RANKED_BY_HEAD, "language": question.language} | spoken
    if question.kind:
        of_kind = [model for model in kinds() if model._meta.model_name == question.kind]
        if not of_kind:
            return None
        values["kind"] = ContentType.objects.get_for_model(of_kind[0]).pk
    if question.tag:
        values["tag"] = Tag.objects.filter(slug=question.tag).values_list("pk", flat=True).first()
        values["articles"] = ContentType.objects.get_for_model(Article).pk
    if question.year:
        if not (question.year.isascii() and question.year.isdigit() and 1 <= int(question.year) < 9999):
            return None
        first = timezone.make_aware(datetime(int(question.year), 1, 1))
        values |= {"since": first, "before": first.replace(year=first.year + 1)}
    return values


def _conditions(question, user, values):
    """Yield the SQL of what narrows the matches."""
    values["mine"] = may_view(user)
    yield f"({_SHOWN} OR content_type_id = ANY(%(mine)s))" if values["mine"] else _SHOWN
    if question.kind:
        yield "content_type_id = %(kind)s"
    if question.tag:
        yield _BY_TAG
    if question.year:
        yield "shown_from >= %(since)s AND shown_from < %(before)s"
    if question.language:
        yield "language = %(language)s"


def _each_in_its_own(spoken) -> str:
    """Return the SQL that asks each text in its own language.

    For "-word" is true of a text in another language, which has another form of the word.
    """
    each = (f"(language = ANY(%({how})s) AND vector @@ {_parsed(how)})" for how in spoken)
    return f"({' OR '.join(each)})"


def _phrases(text: str) -> list[str]:
    """Return the quoted phrases that must all stand in a text, or none where that is not plain to see."""
    parts = text.split('"')
    if len(parts) % 2 == 0 or OR.search(text):
        return []
    quoted = zip(parts[::2], parts[1::2], strict=False)
    return [phrase for before, phrase in quoted if not before.rstrip().endswith("-")][:MOST_PHRASES]


def _pairs(how: str, values) -> str:
    """Return the SQL of the neighbours in all phrases together, as a language's configuration reads them."""
    phrases = {f"phrase{n}": phrase for n, phrase in enumerate(_phrases(values["words"]))}
    values |= phrases
    each = (f"site_pairs(to_tsvector('{how}', %({name})s))" for name in phrases)
    return f"({' || '.join(each) or _NOTHING})::text"


def _neighbours(pairs: list[str], values) -> str:
    """Return the SQL of what has these neighbours, in one language or another."""
    if "{}" in pairs:
        return "true"
    values |= {f"pairs{n}": pair for n, pair in enumerate(pairs)}
    return _NEIGHBOURS.format(each=" OR ".join(f"site_pairs(vector) @> %(pairs{n})s::int[]" for n in range(len(pairs))))


def _parsed(how: str) -> str:
    return f"websearch_to_tsquery('{how}', %(words)s)"
