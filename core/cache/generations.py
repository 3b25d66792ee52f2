"""Which finished pages are still true: numbers in Postgres, raised in one transaction with what changes the pages.

One number is the whole site's. What stands on a few pages only has a key and a number of its own: a page notes what it
shows while it is made, and so is known by what is on it, not by a list of addresses that somebody must keep.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, models, transaction
from django.db.models import Sum

MOST_KEYS = 500  # their numbers are read every second
THE_SITE = ""

_RAISE = """
UPDATE core_generation SET number = number + 1
WHERE id = (SELECT id FROM core_generation WHERE key = %s ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
"""
_FORGET_KEYS = """
DELETE FROM core_generation
WHERE id IN (SELECT id FROM core_generation WHERE key <> '' FOR UPDATE SKIP LOCKED)
"""
_forgotten: ContextVar[set[str] | None] = ContextVar("forgotten", default=None)
_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)


class Generation(models.Model):
    """How often what the key stands for was changed: the sum over its rows, one for each who ever did so at once."""

    key = models.CharField(max_length=100, default=THE_SITE)
    number = models.BigIntegerField(default=1)

    def __str__(self):
        return f"{self.key} {self.number}".strip()


def page_shows(key: str) -> None:
    """Note that the page which is being made shows this; whoever changes it says ``forget_pages(key)``."""
    if (noted := _noted.get()) is not None:
        noted.add(key)


@contextmanager
def noting() -> Iterator[set[str]]:
    """Yield the set in which ``page_shows`` notes, in this thread and until the block ends."""
    keys: set[str] = set()
    token = _noted.set(keys)
    try:
        yield keys
    finally:
        _noted.reset(token)


@contextmanager
def forgetting_once() -> Iterator[None]:
    """Let what is forgotten in the block, however often, be forgotten once, at its end: for what changes very much.

    A row that is changed ten thousand times in one transaction has as many versions, which everybody reads.
    """
    keys: set[str] = set()
    token = _forgotten.set(keys)
    try:
        yield
    finally:
        _forgotten.reset(token)
    for key in [THE_SITE] if THE_SITE in keys else sorted(keys):
        forget_pages(key)


def forget_pages(key: str = THE_SITE) -> None:
    """Let every process forget its finished pages within a second after the caller's transaction has committed.

    With a key only those that show it. Whatever may be seen elsewhere, too, is the whole site's affair. It takes a row
    that no other transaction holds, so publishers never wait for each other, however long an import runs.
    """
    if (forgotten := _forgotten.get()) is not None:
        forgotten.add(key)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_RAISE, [key])
        if cursor.rowcount:
            return
        cursor.execute("INSERT INTO core_generation (key, number) VALUES (%s, 1)", [key])
        if key and Generation.objects.count() > MOST_KEYS:
            # Numbers may only go down together with all pages that were made with them.
            cursor.execute(_FORGET_KEYS)
            forget_pages()


def current_generation(key: str = THE_SITE) -> int:
    """Return the number of changes that have committed."""
    return current_numbers().get(key, 0)


def current_numbers() -> dict[str, int]:
    """Return the number of every key, as they were at one moment; a key that is missing has 0."""
    return dict(Generation.objects.values_list("key").annotate(Sum("number")))
