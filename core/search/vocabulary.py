"""The words that texts here use, so that one typed wrongly finds the one that was meant; and titles like others."""

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models, transaction

from . import configurations
from .index import SearchEntry, text_of

_WORD = re.compile(r"[^\W\d_]{4,30}")
_TYPED = re.compile(r"(?<![\w-])[^\W\d_]{3,30}")
AT_ONCE = 200
MOST_MENDED = 4  # words of one question

# Words are many: the index brings those that share trigrams. Among them letters decide, for a slip of two neighbours
# breaks four trigrams.
_NEAREST = """
SELECT typed, EXISTS (SELECT 1 FROM core_searchword WHERE word = typed),
    ARRAY(SELECT word FROM core_searchword WHERE word %% typed ORDER BY similarity(word, typed) DESC, word LIMIT 20)
FROM unnest(%s::text[]) typed
"""
_SIMILAR = """
SELECT content_type_id, object_id FROM core_searchentry
WHERE %(words)s <%% title AND shown_from <= now() AND (shown_until IS NULL OR shown_until > now())
ORDER BY word_similarity(%(words)s, title) DESC, shown_from DESC LIMIT %(most)s
"""


class SearchWord(models.Model):
    """A word of at least four letters, in small letters, as it stands in a text here: public or not, so never shown
    before a search with it has found something."""

    word = models.CharField(max_length=30, primary_key=True)

    class Meta:
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="search_word_trigrams")]

    def __str__(self):
        return self.word


def learn_words() -> None:
    """Take in the words of what was saved since the last time.

    Not in the transaction that saves, for two of them would wait for each other's words.
    """
    with transaction.atomic():
        fresh = SearchEntry.objects.filter(words_known=False).select_for_update(skip_locked=True)
        entries = list(fresh.order_by("pk").only("pk", "content_type", "object_id")[:AT_ONCE])
        found = set().union(*(words_of(obj) for obj in _objs(entries)))
        SearchWord.objects.bulk_create([SearchWord(word=word) for word in sorted(found)], ignore_conflicts=True)
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(words_known=True)


def words_of(obj: Any) -> set[str]:
    """Return the words of four to thirty letters in title, summary and texts, in small letters."""
    return set(_WORD.findall(configurations.clear(f"{obj.title} {obj.summary} {text_of(obj)}").lower()))


def mended(text: str) -> str:
    """Return what was probably meant, or an empty text when every word is known or nothing is near."""
    text = configurations.clear(text)
    typed = list(dict.fromkeys(word.lower() for word in _TYPED.findall(text)))[:MOST_MENDED]
    if not typed:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, [typed])
        better = {word: _nearest(word, near) for word, is_known, near in cursor.fetchall() if near and not is_known}
    return _TYPED.sub(lambda match: better.get(match[0].lower(), match[0]), text) if better else ""


def _nearest(word: str, known: list[str]) -> str:
    return max(known, key=lambda other: SequenceMatcher(None, word, other).ratio())


def similar(text: str, most: int = 5) -> list:
    """Return public objects with a title like these words, the nearest first."""
    text = " ".join(re.findall(r"\w+", configurations.clear(text)))[:100]
    if len(text) < 3:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR, {"words": text, "most": most})
        return in_order(cursor.fetchall(), lambda model, keys: model.objects.published().filter(pk__in=keys))


def in_order(places: Iterable[tuple[int, int]], ask: Callable[[Any, list[int]], Iterable]) -> list:
    """Return the objects at these places (content type, id) in this order, without those that ``ask(model, ids)`` does
    not return."""
    found: dict[tuple[int, int], Any] = {}
    for kind in {kind for kind, _pk in places}:
        model = ContentType.objects.get_for_id(kind).model_class()
        if model:
            found |= {(kind, obj.pk): obj for obj in ask(model, [pk for of, pk in places if of == kind])}
    return [found[place] for place in places if place in found]


def _objs(entries) -> list:
    places = [(entry.content_type_id, entry.object_id) for entry in entries]
    return in_order(places, lambda model, keys: model._base_manager.filter(pk__in=keys))
