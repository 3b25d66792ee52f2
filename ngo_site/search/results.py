"""What a page of results shows of each object: where the words stand in it, marked."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models
from django.utils.safestring import SafeString

from core.prepared import Prepared, among
from core.richtext import markup
from core.row_objects import RowObjects, digest
from core.search import configurations, vocabulary

from . import highlighting
from .highlighting import START, STOP

LESS = "\ue002"  # stands for “<”, for Postgres leaves out what looks like a tag
_OPTIONS = f'StartSel={START}, StopSel={STOP}, MaxFragments=2, MaxWords=26, MinWords=12, FragmentDelimiter=" … "'
_WHOLE = f"StartSel={START}, StopSel={STOP}, HighlightAll=true"
_HEADLINES = """
SELECT ts_headline(how::regconfig, title, websearch_to_tsquery(how::regconfig, %(words)s), %(whole)s),
    ts_headline(how::regconfig, text, websearch_to_tsquery(how::regconfig, %(words)s), %(options)s)
FROM unnest(%(how)s::text[], %(titles)s::text[], %(texts)s::text[]) WITH ORDINALITY AS shown (how, title, text, place)
ORDER BY place
"""
_TEXT = {"text_found": models.TextField()}


@dataclass(frozen=True)
class Found:
    obj: Any
    title: SafeString
    excerpt: SafeString

    @property
    def kind(self) -> str:
        return self.obj._meta.verbose_name

    @property
    def shown(self) -> tuple | None:
        """What all that is shown of it follows from; None where that is not known."""
        read = digest(self.obj)
        return read and (read, self.title, self.excerpt)


def shown(words: str, lexemes: list[str], places: list[tuple[int, int]], user) -> list[Found]:
    """Return what the user may see at these places, title and excerpt with what was looked for marked."""
    words = configurations.clear(words)
    objs = vocabulary.in_order(places, lambda model, keys: _visible(model, keys, user))
    rows = [
        (configurations.configuration(obj.language), configurations.clear(obj.title), obj.text_found or "")
        for obj in objs
    ]
    unspaced = configurations.UNSPACED.findall(words)
    if unspaced:
        marked = [(_mark(title, unspaced), _around(text, unspaced)) for _how, title, text in rows]
    else:
        marked = _marked(words, lexemes, rows)
    return [
        Found(obj, markup.marked(title, START, STOP), markup.marked(excerpt, START, STOP))
        for obj, (title, excerpt) in zip(objs, marked, strict=True)
    ]


def _visible(model, keys: list[int], user):
    if user.is_staff:
        return _with_text(model.objects.visible_to(user)).defer(*_unread(model)).filter(pk__in=keys)
    return _published(model).ask(keys=keys)


@cache
def _published(model) -> Prepared:
    return Prepared(
        lambda keys: _with_text(model.objects.published()).filter(among("pk", keys)),
        RowObjects(annotated=_TEXT, without=_unread(model)),
        keys=list,
    )


def _with_text(objs: models.QuerySet) -> models.QuerySet:
    return objs.annotate(text_found=models.F("search_entries__text"))


def _unread(model) -> list[str]:
    """Return the fields with long texts: what is shown of them stands in the search entry."""
    long = {*model.SEARCHED, *getattr(model, "HTML_FIELDS", ())}
    return [field.name for field in model._meta.concrete_fields if field.name in long]


def _marked(words, lexemes, rows: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Return titles and excerpts with marks; Postgres makes those in which nothing is found here."""
    found = highlighting.places(words, lexemes, [(how, text) for how, title, text in rows for text in (title, text)])
    titles_and_texts = list(zip(rows, found[::2], found[1::2], strict=True))
    others = iter(_headlines(words, [row for row, title, text in titles_and_texts if not (title or text)]))
    return [
        (highlighting.mark(row[1], title), highlighting.excerpt(row[2], text)) if title or text else next(others)
        for row, title, text in titles_and_texts
    ]


def _headlines(words, rows) -> list[tuple[str, str]]:
    if not rows:
        return []
    hows, titles, texts = ([text.replace("<", LESS) for text in column] for column in zip(*rows, strict=True))
    values = {"words": words, "whole": _WHOLE, "options": _OPTIONS, "how": hows, "titles": titles, "texts": texts}
    with connection.cursor() as cursor:
        cursor.execute(_HEADLINES, values)
        return [(title.replace(LESS, "<"), text.replace(LESS, "<")) for title, text in cursor.fetchall()]


def _mark(text: str, runs: list[str]) -> str:
    return re.sub("|".join(map(re.escape, runs)), lambda run: f"{START}{run[0]}{STOP}", text)


def _around(text: str, runs: list[str]) -> str:
    """Return some text around the first of the runs, for languages that Postgres does not part into words."""
    first = min((at for at in map(text.find, runs) if at >= 0), default=0)
    begin = max(first - 40, 0)
    return ("… " if begin else "") + _mark(text[begin : begin + 160], runs) + ("…" if len(text) > begin + 160 else "")
