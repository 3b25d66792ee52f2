"""Content for the measurements: articles of about 4 kB with twenty comments in threads, and a petition."""

import random
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


@transaction.atomic
def fill(articles: int = 200, comments: int = 20) -> None:
    """Put the same content into an empty, migrated database whenever it is called."""
    from articles.comments.models.comment import store
    from articles.models import Article, Tag
    from campaigns.models import Petition
    from organisation.models import Person

    chance, now = random.Random(7), timezone.now()
    person = Person.objects.create(title="Lena Aurel", slug="lena", published_at=now)
    tag = Tag.objects.create(name="Print", slug="print")
    for number in range(articles):
        at = now - timedelta(hours=number + 1)
        body = "".join(f"<h2>Part {part}</h2><p>{_text(chance, 90)}</p><p>{_text(chance, 70)}</p>" for part in range(4))
        article = Article.objects.create(
            title=f"Article {number}", slug=f"article-{number}", summary=_text(chance, 20), body=body, published_at=at
        )
        article.authors.add(person)
        article.tags.add(tag)
        if number >= 20:
            continue
        parent = None
        for _ in range(comments):
            answered = parent if chance.random() < 0.4 else None
            parent = store(article, name="Bob", text=_text(chance, 30), parent=answered, is_public=True, at=at)
    Petition.objects.create(
        title="Free the printers",
        slug="petition",
        summary="They printed what everybody knew.",
        addressee="The Minister",
        demand=_text(chance, 40),
        body=f"<p>{_text(chance, 200)}</p>",
        published_at=now - timedelta(days=1),
    )


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."
