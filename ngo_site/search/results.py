"""What a page of results shows of each object: where the words stand in it, marked."""

import re
from dataclasses import dataclass

from django.db import connection
from django.utils.safestring import SafeString

from core.richtext import markup
from core.search import configurations
from core.search.index import text_of

# Signs of the private use area, which no text keeps (languages.clear): nothing in a text can pass for a mark.
START, STOP = "\ue000", "\ue001"
LESS = "\ue002"  # stands for “<”, for Postgres leaves out what looks like a tag
LONGEST = 30_000  # characters in which the words are looked for
_OPTIONS = f'StartSel={START}, StopSel={STOP}, MaxFragments=2, MaxWords=26, MinWords=12, FragmentDelimiter=" … "'
_WHOLE = f"StartSel={START}, StopSel={STOP}, HighlightAll=true"
_HEADLINES = """
SELECT ts_headline(how::regconfig, title, websearch_to_tsquery(how::regconfig, %(words)s), %(whole)s),
    ts_headline(how::regconfig, text, websearch_to_tsquery(how::regconfig, %(words)s), %(options)s)
FROM unnest(%(how)s::text[], %(titles)s::text[], %(texts)s::text[]) WITH ORDINALITY AS shown (how, title, text, place)
ORDER BY place
"""


@dataclass(frozen=True)
class Found:
    obj: object
    title: SafeString
    excerpt: SafeString

    @property
    def kind(self) -> str:
        return self.obj._meta.verbose_name


def shown(words: str, objs: list) -> list[Found]:
    """Return title and excerpt of each object with what was looked for marked."""
    words = configurations.clear(words)
    unspaced = configurations.UNSPACED.findall(words)
    titles = [configurations.clear(obj.title) for obj in objs]
    texts = [_text(obj) for obj in objs]
    if unspaced:
        marked = [(_mark(title, unspaced), _around(text, unspaced)) for title, text in zip(titles, texts, strict=True)]
    else:
        marked = _headlines(words, objs, titles, texts)
    return [
        Found(obj, markup.marked(title, START, STOP), markup.marked(excerpt, START, STOP))
        for obj, (title, excerpt) in zip(objs, marked, strict=True)
    ]


def _headlines(words, objs, titles, texts) -> list[tuple[str, str]]:
    values = {"words": words, "whole": _WHOLE, "options": _OPTIONS}
    values |= {
        name: [text.replace("<", LESS) for text in some] for name, some in (("titles", titles), ("texts", texts))
    }
    values["how"] = [configurations.configuration(obj.language) for obj in objs]
    with connection.cursor() as cursor:
        cursor.execute(_HEADLINES, values)
        return [(title.replace(LESS, "<"), text.replace(LESS, "<")) for title, text in cursor.fetchall()]


def _text(obj) -> str:
    """Return summary and text in one line, short enough to be looked through for each visitor."""
    text = f"{obj.summary} — {text_of(obj)}" if obj.summary else text_of(obj)
    return " ".join(configurations.clear(text[:LONGEST]).split())


def _mark(text: str, runs: list[str]) -> str:
    return re.sub("|".join(map(re.escape, runs)), lambda run: f"{START}{run[0]}{STOP}", text)


def _around(text: str, runs: list[str]) -> str:
    """Return some text around the first of the runs, for languages that Postgres does not part into words."""
    first = min((at for at in map(text.find, runs) if at >= 0), default=0)
    begin = max(first - 40, 0)
    return ("… " if begin else "") + _mark(text[begin : begin + 160], runs) + ("…" if len(text) > begin + 160 else "")
