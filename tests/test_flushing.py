"""Between two tests the database is put back: what migrations left is there as it was, and nothing else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection

from articles.models import Article
from core.audit import record
from core.models import AuditEntry
from tests.factories import make_article, make_comment
from tests.flushing.management.commands import flush

pytestmark = pytest.mark.django_db(transaction=True)


def left_by_migrations():
    groups = {group.name: set(group.permissions.values_list("pk", flat=True)) for group in Group.objects.all()}
    return groups, set(Permission.objects.values_list("pk", "codename"))


@pytest.mark.parametrize("large", [0, 2**40])
def test_whatever_a_test_did_is_gone(monkeypatch, large):
    monkeypatch.setattr(flush, "LARGE", large)
    before = left_by_migrations()
    assert all(before)
    make_comment(make_article())
    record(None, "export")
    Group.objects.get(name="editor").permissions.clear()
    Group.objects.filter(name="author").update(name="writer")
    Permission.objects.filter(codename="add_article").delete()
    Group.objects.create(name="guest")
    call_command("flush", verbosity=0, interactive=False)
    assert left_by_migrations() == before
    assert (Article.objects.count(), AuditEntry.objects.count()) == (0, 0)
    Group.objects.create(name="guest")  # under a number that is free


def test_foreign_keys_and_triggers_are_at_work_afterwards():
    call_command("flush", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
