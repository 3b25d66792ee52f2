"""The question in SQL: which things match, best first, at a price that does not grow with how common a word is.

Ranking reads the whole vector of every match, so no more than the newest few hundred matches are ranked, and beside
them those that have the words in their title or summary. Whoever looks for a common word gets the newest of the best.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from articles.models import Article, Tag
from ngo_site.lib.search import languages
from ngo_site.lib.search.index import kinds

MOST_RANKED = 240
MOST_RANKED_BY_HEAD = 160
FEW_TAGGED = 5_000  # so many things are asked one by one, rather than all that have the word

_SHOWN = "shown_from <= now() AND (shown_until IS NULL OR shown_until > now())"
_BY_TAG = """content_type_id = %(articles)s AND object_id IN (
    SELECT article_id FROM articles_article_tags WHERE tag_id = %(tag)s)"""
# One look at an index for each language.
_SPOKEN = """
SELECT code FROM unnest(%s::text[]) code WHERE EXISTS (SELECT 1 FROM lib_searchentry WHERE language = code)
"""
_IS_FEW = """
SELECT count(*) <= %(few)s FROM (SELECT FROM articles_article_tags WHERE tag_id = %(tag)s LIMIT %(few)s + 1) tagged
"""
# What has the tag, the newest first, and only then whether it has the words: vectors are long.
_THESE = "entry AS MATERIALIZED (SELECT * FROM lib_searchentry WHERE {which} ORDER BY {order}),"
_CANDIDATES = """
WITH {these} candidate AS (
    (SELECT id FROM {entries} WHERE vector @@ %(query)s::tsquery AND {which}
        ORDER BY {order} LIMIT %(most)s)
    UNION
    (SELECT id FROM {entries} WHERE head @@ %(query)s::tsquery AND {which}
        ORDER BY {order} LIMIT %(most_by_head)s)
)
SELECT content_type_id, object_id, language, extract(year FROM shown_from AT TIME ZONE %(zone)s)::int
FROM lib_searchentry JOIN candidate USING (id)
ORDER BY ts_rank(vector, %(query)s::tsquery, 1) DESC, shown_from DESC NULLS LAST, id
"""


@dataclass(frozen=True)
class Question:
    """What is asked: the words, and the filters, each of them empty for all."""

    words: str
    kind: str = ""  # the name of a model, such as "petition"
    tag: str = ""  # the address of a tag
    year: str = ""
    language: str = ""
    drafts: str = ""  # anything: what is not public, too, for those who may see it


@dataclass(frozen=True)
class Candidate:
    content_type: int
    pk: int
    language: str
    year: int | None


def candidates(question: Question, user=None) -> list[Candidate]:
    """Return what matches and the user may see, best first, at most MOST_RANKED and MOST_RANKED_BY_HEAD."""
    spoken = _languages_here()
    values = _values(question, spoken)
    if values is None:
        return []
    with connection.cursor() as cursor:
        asked = " || ".join(_parsed(how) for how in spoken)
        cursor.execute(f"SELECT ({asked})::text, numnode({asked}) = 0 OR ''::tsvector @@ ({asked})", values)
        query, asks_for_nothing = cursor.fetchone()
        if asks_for_nothing:  # only stop words, or only what shall not be in it
            return []
        which = " AND ".join(_conditions(question, user or AnonymousUser(), values, spoken if "!" in query else {}))
        order = _order(query, sees_drafts=bool(values["mine"]))
        if question.tag and _is_few(cursor, values):
            source = {"these": _THESE.format(which=which, order=order), "entries": "entry", "which": "true"}
        else:
            source = {"these": "", "entries": "lib_searchentry", "which": which}
        cursor.execute(_CANDIDATES.format(**source, order=order), {**values, "query": query})
        return [Candidate(*row) for row in cursor.fetchall()]


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
        spoken.setdefault(languages.configuration(code), []).append(code)
    return spoken


def _values(question, spoken) -> dict | None:
    """Return what the SQL is given; None where a filter names nothing that exists."""
    values = {"words": languages.asked(question.words), "zone": settings.TIME_ZONE}
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


def _is_few(cursor, values) -> bool:
    cursor.execute(_IS_FEW, {**values, "few": FEW_TAGGED})
    return cursor.fetchone()[0]


def _order(query: str, sees_drafts: bool) -> str:
    """Return how the newest are found.

    Either by going through all things from the newest one until there are enough matches, which only an order as in
    the index allows: best where matches are many. Or by all matches from the index of words, then sorted. Postgres
    chooses by its guess how many match, which is good for words, and for either of several; for words that stand in
    one text, or beside each other, it is not: they may be common and never meet. Then it must not choose the former.
    """
    may_meet_nowhere = "<" in query or ("&" in query and "!" not in query)
    return "shown_from DESC NULLS LAST" if sees_drafts or may_meet_nowhere else "shown_from DESC"


def _conditions(question, user, values, exactly):
    """Yield the SQL of what narrows the matches; ``exactly`` are the languages to be read one by one."""
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
    # "-word" is true of a text in another language that has the word's other form, so each text is asked its own.
    if len(exactly) > 1:
        each = (f"(language = ANY(%({how})s) AND vector @@ {_parsed(how)})" for how in exactly)
        yield f"({' OR '.join(each)})"


def _parsed(how: str) -> str:
    return f"websearch_to_tsquery('{how}', %(words)s)"
