"""Which articles are near each other: by the tags they share and the words they use; worked out by a job and stored."""

import math
import re
from collections import Counter

from django.apps import apps
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from core.cache import generations
from core.jobs.tasks import Priority, job
from core.richtext import markup

KEPT = 8  # more than are shown, for some may be withdrawn meanwhile
CANDIDATES = 150
LANGUAGE_COUNTS = 1.0  # the same language weighs more than any likeness of words
_WORD = re.compile(r"[^\W\d_]{4,}")
_LETTERS_OF_A_STEM = 6  # a stemmer for every language, nearly


@job(Priority.UPKEEP, retries=1, title=_("Find related articles"))
def relate(article_id: int, spread: bool = True) -> None:
    """Store what is related to the article, then ask the same for those, which may now be nearer to it than others.

    Planned articles count, too: when they appear, nothing has to run. What is public is decided when a page is read.
    """
    articles = apps.get_model("articles.Article").objects  # by name, for articles import this
    article = articles.filter(pk=article_id).first()
    if article is None:
        return
    nearest = nearest_to(article)
    if nearest != article.related_ids:
        articles.filter(pk=article.pk).update(related_ids=nearest)
        generations.forget_pages(key_of(article.pk))
    if spread:
        for pk in nearest:
            relate.enqueue(pk, spread=False)


@job(Priority.UPKEEP, retries=1, title=_("Find related articles after an import"))
def relate_imported(article_ids: list[int]) -> None:
    """Store what is related to a few articles of an import. Those that came with them have calls of their own."""
    articles = apps.get_model("articles.Article").objects
    for pk in article_ids:
        relate.call(pk, spread=False)
    near = articles.filter(pk__in=article_ids).values_list("related_ids", flat=True)
    for pk in articles.filter(pk__in={pk for pks in near for pk in pks}, source_key=None).values_list("pk", flat=True):
        relate.enqueue(pk, spread=False)


def key_of(article_id: int) -> str:
    """Return by which key a finished page says that it shows what is related to this article."""
    return f"related {article_id}"


def nearest_to(article) -> list[int]:
    """Return the ids of the nearest articles, the nearest first."""
    candidates = list(_candidates(article))
    words = {other.pk: _words(other) for other in [article, *candidates]}
    in_how_many = Counter(word for found in words.values() for word in found)
    weights = {pk: _weighted(found, in_how_many, len(words)) for pk, found in words.items()}
    own = weights[article.pk]

    def nearness(other):
        shared_tags = other.shared / (1 + other.shared)
        return LANGUAGE_COUNTS * (other.language == article.language) + shared_tags + _cosine(own, weights[other.pk])

    found = sorted(candidates, key=nearness, reverse=True)
    return [other.pk for other in found if other.shared or _cosine(own, weights[other.pk]) > 0.05][:KEPT]


def _candidates(article):
    """Return those that share most tags, then the newest, of the same language first; translations are no relatives."""
    origin = article.translation_of_id or article.pk
    shared = Count("tags", filter=Q(tags__in=article.tags.all()), distinct=True)
    others = type(article).objects.filter(published_at__isnull=False, withdrawn_at=None).exclude(pk=article.pk)
    others = others.exclude(Q(pk=origin) | Q(translation_of__isnull=False, translation_of=origin))
    others = others.annotate(shared=shared, same=Q(language=article.language))
    return others.order_by("-same", "-shared", "-published_at")[:CANDIDATES]


def _words(article) -> Counter:
    """Count the stems; those of title and summary three times."""
    text = f"{article.title} {article.summary} " * 3 + markup.plain(article.body[:20_000])
    return Counter(word[:_LETTERS_OF_A_STEM] for word in _WORD.findall(text.casefold()))


def _weighted(words: Counter, in_how_many: Counter, of: int) -> dict[str, float]:
    """Return tf-idf weights of length one: a word counts the more, the fewer articles use it."""
    weights = {word: (1 + math.log(n)) * math.log(of / in_how_many[word]) for word, n in words.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1
    return {word: weight / length for word, weight in weights.items()}


def _cosine(one: dict, other: dict) -> float:
    return sum(weight * other[word] for word, weight in one.items() if word in other)
