"""One row for each object that can be found, written in the transaction that saves it.

It holds vectors, dates, and the words of which a page of results shows some. Whether an object is shown at all is
asked of it, through ``published()``. So an entry that is behind the times hides or ranks an object wrongly for a while,
or shows words that were public a moment ago.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..jobs.tasks import Priority, job
from ..richtext import cleaning
from . import configurations

AT_ONCE = 500
LONGEST_TEXT = 30_000  # characters that are kept to be shown
STALE = datetime(1970, 1, 1, tzinfo=UTC)  # entries that a migration wants written anew

_WRITE = """
INSERT INTO core_searchentry
    (content_type_id, object_id, title, language, shown_from, shown_until, head, vector, text, words_known, written_at)
VALUES (%(kind)s, %(id)s, %(title)s, %(language)s, %(shown_from)s, %(shown_until)s,
    setweight(to_tsvector(%(how)s::regconfig, %(a)s), 'A') || setweight(to_tsvector(%(how)s::regconfig, %(b)s), 'B'),
    setweight(to_tsvector(%(how)s::regconfig, %(a)s), 'A') || setweight(to_tsvector(%(how)s::regconfig, %(b)s), 'B')
        || setweight(to_tsvector(%(how)s::regconfig, %(c)s), 'C'),
    %(text)s, false, %(now)s)
ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = EXCLUDED.title, language = EXCLUDED.language,
    shown_from = EXCLUDED.shown_from, shown_until = EXCLUDED.shown_until, head = EXCLUDED.head,
    vector = EXCLUDED.vector, text = EXCLUDED.text, words_known = false, written_at = EXCLUDED.written_at
"""
_is_left: ContextVar[bool] = ContextVar("entries are left to a job", default=False)
# What stands beside what in the vector; migration 0002 makes the function.
_PAIRS = models.Func("vector", function="site_pairs", output_field=ArrayField(models.IntegerField()))


class SearchEntry(models.Model):
    """``shown_from`` is empty for drafts and what was withdrawn; ``head`` is title and summary alone.

    ``text`` is summary and text in one line, cut, as pages of results show it.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE, db_index=False, related_name="+")
    object_id = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=7)
    shown_from = models.DateTimeField(null=True)
    shown_until = models.DateTimeField(null=True)
    head = SearchVectorField()
    vector = SearchVectorField()
    text = models.TextField(default="")
    words_known = models.BooleanField(default=False)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="search_entry_of_an_object")]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector", fastupdate=False),
            GinIndex(fields=["head"], name="search_entry_head", fastupdate=False),
            GinIndex(_PAIRS, name="search_entry_neighbours", fastupdate=False),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="search_entry_title_trigrams"),
            models.Index(fields=["-shown_from"], name="search_entry_newest"),
            models.Index(fields=["content_type", "-shown_from"], name="search_entry_newest_of_kind"),
            models.Index(fields=["language", "-shown_from"], name="search_entry_newest_in"),
            models.Index(fields=["id"], name="search_entry_words_unknown", condition=models.Q(words_known=False)),
        ]

    def __str__(self):
        return self.title


@contextmanager
def left_to_a_job() -> Iterator[None]:
    """Let a job write the entries of what is saved in the block: thousands would double the time that takes."""
    token = _is_left.set(True)
    try:
        yield
    finally:
        _is_left.reset(token)
    write_missing.enqueue()


def note(*objs) -> None:
    """Write what search needs to know of these objects, in the caller's transaction."""
    if _is_left.get():
        return
    rows = [_row(obj) for obj in objs]
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(_WRITE, row)


def kinds() -> list:
    """Return the models that can be found, in the order of the apps."""
    return [model for model in apps.get_models() if hasattr(model, "SEARCHED")]


def text_of(obj: Any) -> str:
    """Return all that is searched behind title and summary, as plain text."""
    html = getattr(obj, "HTML_FIELDS", ())
    texts = ((name, getattr(obj, name) or "") for name in obj.SEARCHED)
    return "\n".join(cleaning.plain(text) if name in html else text for name, text in texts)


def reindex(on_batch: Callable[[int], object] = lambda number: None) -> int:
    """Write every entry anew, and take away those whose object is gone; return how many there are."""
    number = 0
    for model in kinds():
        objs = model._base_manager.order_by("pk")
        last = 0
        while batch := list(objs.filter(pk__gt=last)[:AT_ONCE]):
            note(*batch)
            last, number = batch[-1].pk, number + len(batch)
            on_batch(number)
        _entries(model).exclude(object_id__in=model._base_manager.values("pk")).delete()
    return number


def note_missing() -> bool:
    """Write the entries of what came into the database by another door, or was there before texts were read as now.

    Return whether there may be more.
    """
    number = 0
    for model in kinds():
        known = _entries(model).filter(object_id=OuterRef("pk"), written_at__gt=STALE)
        missing = model._base_manager.exclude(Exists(known)).order_by("-pk")[: AT_ONCE - number]
        note(*missing)
        number += len(missing)
    return number >= AT_ONCE


@job(Priority.UPKEEP, title=_("Take into the search what it lacks"))
def write_missing() -> None:
    """Write the entries that an import left out, some in each call."""
    if note_missing():
        write_missing.enqueue()


def _entries(model):
    return SearchEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))


def _row(obj) -> dict:
    text = text_of(obj)
    return {
        "kind": ContentType.objects.get_for_model(obj).pk,
        "id": obj.pk,
        "title": configurations.clear(obj.title),
        "language": obj.language,
        "shown_from": obj.shown_from,
        "shown_until": obj.shown_until,
        "how": configurations.configuration(obj.language),
        "a": configurations.spaced(obj.title),
        "b": configurations.spaced(obj.summary),
        "c": configurations.spaced(text),
        "text": _in_one_line(f"{obj.summary} — {text}" if obj.summary else text),
        "now": timezone.now(),
    }


def _in_one_line(text: str) -> str:
    return " ".join(configurations.clear(text[:LONGEST_TEXT]).split())
