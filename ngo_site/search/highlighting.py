"""Where the words of a question stand in a text, and which piece of a long text is shown.

Postgres' ts_headline reads a text word by word, anew for each reader; that was a third of a page of results. Here words
that begin like those looked for are found in the text, and Postgres is asked what each is to its language, once in a
process. Not for all scripts: where forms of a word begin differently (Arabic), ts_headline is right.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.db import connection

START, STOP = "\ue000", "\ue001"  # of the private use area, which no text keeps (configurations.clear)
SHOWN = 170  # characters of a piece, about 26 words
NEAR = 130  # characters between the first and the last word of a piece
BEGINNING = 1200  # characters
MOST_NEAR = 12
MOST = 100  # words of one text that are weighed against each other
MOST_KNOWN = 20_000

_PLAIN = re.compile("[a-z0-9\u0370-\u03ff\u0400-\u04ff]+")  # Latin, Greek and Cyrillic, without accents
_LEXEME = re.compile(r"'((?:[^']|'')*)'")
_FOREIGN = re.compile("[^\0-\x7f\u2000-\u206f]")  # neither ASCII nor punctuation
_ACCENTS = re.compile("[\u0300-\u036f]")
_LIKE = list(zip("ßøđðłħıþæœ", "soddlhitao", strict=True))
# As far as all forms of a word are alike. Where one letter may stand for two (æ, œ, þ), the first of them.
_BEGINNING = re.compile("[ao](?=e)|t(?=h)|.{1,3}")
_LETTERS = re.compile(r"[^\W_]")

_lexemes: dict[tuple[str, str], list[str]] = {}
_WORDS = """
SELECT how, word, tsvector_to_array(to_tsvector(how::regconfig, word))
FROM unnest(%s::text[], %s::text[]) AS asked (how, word)
"""


class Place(NamedTuple):
    """A word in a text that is looked for; ``order`` is its place in the question."""

    begin: int
    end: int
    order: int


def lexemes_of(tree: str) -> list[str]:
    """Return the words of a query (``querytree``: without those left out), as vectors have them, in their order."""
    found = (lexeme.replace("''", "'").replace("\\\\", "\\") for lexeme in _LEXEME.findall(tree))
    return list(dict.fromkeys(found))


def places(words: str, lexemes: Sequence[str], texts: list[tuple[str, str]]) -> list[list[Place]]:
    """Return where these stand in each text, said with its configuration; nowhere where that cannot be told here.

    Of a single word that stands near the beginning nothing is looked for behind that.
    """
    if not all(map(_PLAIN.fullmatch, lexemes)):
        return [[] for _ in texts]
    order = {lexeme: number for number, lexeme in enumerate(lexemes)}
    if len(words.split()) > 1:
        return _places(order, texts)
    near = _places(order, [(how, text[:BEGINNING]) for how, text in texts])
    behind = iter(_places(order, [pair for pair, some in zip(texts, near, strict=True) if not some]))
    return [some or next(behind) for some in near]


def _places(order: dict[str, int], texts: list[tuple[str, str]]) -> list[list[Place]]:
    beginnings = {match[0] for lexeme in order if (match := _BEGINNING.match(_letters(lexeme)))}
    spans = [_beginning_so(beginnings, text) for _how, text in texts]
    _learn({(how, text[b:e]) for (how, text), found in zip(texts, spans, strict=True) for b, e in found})
    return [
        [
            Place(begin, end, min(orders))
            for begin, end in found
            if (orders := [order[one] for one in _lexemes.get((how, text[begin:end]), ()) if one in order])
        ][:MOST]
        for (how, text), found in zip(texts, spans, strict=True)
    ]


def mark(text: str, found: Iterable[Place], begin: int = 0, end: int | None = None) -> str:
    """Return this piece of the text with the places in it between START and STOP."""
    end = len(text) if end is None else end
    parts, last = [], begin
    for place in found:
        if begin <= place.begin and place.end <= end:
            parts += text[last : place.begin], START, text[place.begin : place.end], STOP
            last = place.end
    return "".join([*parts, text[last:end]])


def excerpt(text: str, found: list[Place]) -> str:
    """Return the best piece of a text, or the two best, marked; its beginning where nothing was found in it."""
    pieces = [_piece_around(text, found)]
    outside = [place for place in found if not pieces[0][0] <= place.begin < pieces[0][1]]
    if outside:
        pieces = _apart(*sorted([*pieces, _piece_around(text, outside)]))
    shown = " … ".join(mark(text, found, begin, end).strip() for begin, end in pieces)
    return ("… " if pieces[0][0] else "") + shown + (" …" if pieces[-1][1] < len(text) else "")


def _letters(text: str) -> str:
    """Return the text in small letters without accents, sign by sign, as far as that goes."""
    letters = text.lower()
    if _FOREIGN.search(text):
        letters = _ACCENTS.sub("", unicodedata.normalize("NFD", text)).lower()
        for letter, like in _LIKE:
            letters = letters.replace(letter, like)
    return letters


def _beginning_so(beginnings: set[str], text: str) -> list[tuple[int, int]]:
    """Return the spans of the words that begin like one of these."""
    letters = _letters(text)
    if len(letters) != len(text):
        return []
    words = (match.span() for start in beginnings for match in re.finditer(rf"{start}[^\W_]*", letters))
    return sorted({span for span in words if not (span[0] and _LETTERS.match(letters, span[0] - 1))})


def _learn(words: set[tuple[str, str]]) -> None:
    """Ask what words are that are not known yet."""
    unknown = [pair for pair in words if pair not in _lexemes]
    if not unknown:
        return
    if len(_lexemes) > MOST_KNOWN:
        _lexemes.clear()
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [list(column) for column in zip(*unknown, strict=True)])
        _lexemes.update({(how, word): lexemes for how, word, lexemes in cursor.fetchall()})


def _piece_around(text: str, found: list[Place]) -> tuple[int, int]:
    """Return begin and end of what is shown around the places that are best together."""
    first, last = _best_together(text, found)
    begin = max(first - (SHOWN - last + first) // 2, 0)
    begin = text.find(" ", begin, first) + 1 or first if begin else 0
    if len(text) <= begin + SHOWN:
        return begin, len(text)
    end = text.rfind(" ", last, begin + SHOWN)
    return begin, end if end > last else max(begin + SHOWN, last)


def _best_together(text: str, found: list[Place]) -> tuple[int, int]:
    """Return where the places begin and end that are worth most."""
    if len({place.order for place in found}) < 2:  # of one word, the first
        return found[0][:2] if found else (0, 0)
    near = (
        [place for place in found[n : n + MOST_NEAR] if place.end - found[n].begin <= NEAR] for n in range(len(found))
    )
    best = max(filter(None, near), key=lambda some: _worth(text, some), default=found[:1])
    return best[0].begin, best[-1].end


def _worth(text: str, some: list[Place]) -> tuple[int, int, int]:
    """Return how many of the words are together, how many beside each other as in the question, and how near."""
    ends = {place.order: place.end for place in reversed(some)}
    in_order = ((one.end, after.begin) for one, after in pairwise(some) if one.order < after.order)
    beside = sum(not _LETTERS.search(text, end, begin) for end, begin in in_order)
    return len(ends), beside, some[0].begin - max(ends.values())


def _apart(one: tuple[int, int], other: tuple[int, int]) -> list[tuple[int, int]]:
    return [(one[0], max(one[1], other[1]))] if other[0] <= one[1] else [one, other]
