"""What search knows follows every change, and is written anew where it is missing."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.search import index
from core.search.index import STALE, SearchEntry, note_missing, reindex
from tests.factories import make_article
from tests.ngo_site.search.searching import found, titles

pytestmark = pytest.mark.django_db


def test_it_follows_every_change():
    article = make_article(title="Ink")
    article.title = "Paper"
    article.save()
    assert (titles("ink"), titles("paper")) == ([], ["Paper"])
    article.expires_at = timezone.now() - timedelta(minutes=1)
    article.save()
    assert titles("paper") == []
    type(article).objects.filter(pk=article.pk).delete()
    assert SearchEntry.objects.count() == 0


def test_a_stale_entry_leaks_nothing():
    article = make_article(title="Samizdat")
    type(article).objects.filter(pk=article.pk).update(published_at=None)
    assert found("samizdat") == []


def test_what_is_missing_is_written_by_the_clock_and_everything_by_command():
    make_article(title="Ink")
    SearchEntry.objects.all().delete()
    note_missing()
    assert titles("ink") == ["Ink"]
    SearchEntry.objects.update(head="", vector="")
    assert reindex() == 1
    assert titles("ink") == ["Ink"]


def test_entries_that_a_migration_wants_written_anew_are_found_as_before_until_they_are():
    article = make_article(title="Ink")
    SearchEntry.objects.update(written_at=STALE, title="as it was read before")
    assert titles("ink") == ["Ink"]
    note_missing()
    assert SearchEntry.objects.get().title == article.title
    assert not SearchEntry.objects.filter(written_at=STALE).exists()


def test_the_entries_of_an_import_are_written_by_a_job(monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 2)
    with index.left_to_a_job():
        for number in range(3):
            make_article(title=f"Ink {number}")
    assert titles("ink") == []
    index.write_missing.call()
    assert len(titles("ink")) == 2
    index.write_missing.call()
    assert len(titles("ink")) == 3
    assert DBTaskResult.objects.filter(task_path=index.write_missing.module_path).count() == 2
