"""Content for the measurements: articles of about 4 kB with twenty comments in threads, and a petition.

The words are the same whoever publishes them, and whenever.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

WORDS = [
    "press",
    "paper",
    "ink",
    "court",
    "letter",
    "reader",
    "border",
    "signal",
    "window",
    "cellar",
    "printer",
    "word",
    "page",
    "night",
    "law",
    "voice",
    "copy",
    "street",
    "witness",
    "radio",
    "editor",
    "number",
    "name",
    "list",
    "city",
    "hour",
    "question",
    "answer",
]


ANSWERED = 20  # the newest articles have comments
DEEPEST = 3  # as django-comments-xtd has threads


@dataclass
class Words:
    """An article: each part is a heading and two paragraphs, each comment its text and the number of its parent."""

    title: str
    slug: str
    summary: str
    parts: list[tuple[str, str, str]]
    comments: list[tuple[str, int | None]]


def articles_in_words(number: int, comments: int) -> Iterator[Words]:
    chance = random.Random(7)
    for n in range(number):
        said: list[tuple[str, int | None]] = []
        depth = 0
        for _ in range(comments if n < ANSWERED else 0):
            answers = said and depth < DEEPEST and chance.random() < 0.4
            depth = depth + 1 if answers else 0
            said.append((_text(chance, 30), len(said) - 1 if answers else None))
        parts = [(f"Part {part}", _text(chance, 90), _text(chance, 70)) for part in range(4)]
        yield Words(f"Article {n}", f"article-{n}", _text(chance, 20), parts, said)


def petition_in_words() -> tuple[str, str]:
    """Return what is demanded, and why."""
    chance = random.Random(8)
    return _text(chance, 40), _text(chance, 200)


@transaction.atomic
def fill(articles: int = 60, comments: int = 20) -> None:
    """Put the content into our empty, migrated database."""
    from articles.comments.models.comment import store
    from articles.models import Article, Tag
    from campaigns.models import Petition
    from organisation.models import Person

    now = timezone.now()
    person = Person.objects.create(title="Lena Aurel", slug="lena", published_at=now)
    tag = Tag.objects.create(name="Print", slug="print")
    for number, words in enumerate(articles_in_words(articles, comments)):
        at = now - timedelta(hours=number + 1)
        body = "".join(f"<h2>{heading}</h2><p>{one}</p><p>{other}</p>" for heading, one, other in words.parts)
        article = Article.objects.create(
            title=words.title, slug=words.slug, summary=words.summary, body=body, published_at=at
        )
        article.authors.add(person)
        article.tags.add(tag)
        stored: list = []
        for text, parent in words.comments:
            answered = None if parent is None else stored[parent]
            stored.append(store(article, name="Bob", text=text, parent=answered, is_public=True, at=at))
    demand, reasons = petition_in_words()
    Petition.objects.create(
        title="Free the printers",
        slug="petition",
        summary="They printed what everybody knew.",
        addressee="The Minister",
        demand=demand,
        body=f"<p>{reasons}</p>",
        published_at=now - timedelta(days=1),
    )


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."
