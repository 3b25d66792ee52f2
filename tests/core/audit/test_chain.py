"""What becomes of an audit log that somebody changes past the site."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction

from articles.models import Article
from core.audit import Action, AuditEntry, record
from core.audit.chain import AuditLink, BrokenChain, check_audit, faults, last_digest
from tests.factories import make_article

NAMES = ["Zehn Meter", "Десять метров", "عشرة أمتار", "दस मीटर", "十米", 'a "quoted\\ \u007f\t\n\x01 \U0001f5de title']


@pytest.fixture
def log(transactional_db):
    return [record(None, Action.PUBLISH, make_article(title=name), "at once: " + name) for name in NAMES]


def past_the_site(statement, *values):
    """Do what the database's own administrator can do."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)


def test_a_log_that_nobody_touched_is_whole(log):
    said = StringIO()
    call_command("verify_audit", holds=last_digest(), stdout=said)
    assert f"{AuditEntry.objects.count()} entries, none changed, none missing." in said.getvalue()
    assert last_digest() in said.getvalue()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE core_auditentry SET actor_name = 'bob' WHERE id = %s", "Entry {} of"),
        (
            "UPDATE core_auditentry SET happened_at = happened_at + interval '1 us' WHERE id = %s",
            "Entry {} of",
        ),
        ("DELETE FROM core_auditentry WHERE id = %s", "Entry {} is missing."),
        ("DELETE FROM core_auditlink WHERE entry_id = %s", "Entry {} of"),
        ("DELETE FROM core_auditlink WHERE entry_id = %s", "something was taken out of the chain"),
    ],
)
def test_each_entry_that_was_touched_is_named(log, statement, sentence):
    past_the_site(statement, log[2].pk)
    assert any(sentence.format(log[2].pk) in fault for fault in faults())
    with pytest.raises(CommandError, match="changed past the site"):
        call_command("verify_audit", stderr=StringIO())
    with pytest.raises(BrokenChain):
        check_audit.call()


def test_an_entry_put_in_past_the_site_is_named(log):
    columns = "id, happened_at, actor_name, action, kind, object_id, object_name, detail"
    past_the_site(f"INSERT INTO core_auditentry ({columns}) VALUES (%s, now(), 'bob', 'look', '', '', '', '')", 10**9)
    assert [fault for fault in faults() if fault.startswith(f"Entry {10**9} ") and "outside the chain" in fault]


def test_a_log_cut_off_at_its_end_no_longer_holds_the_digest_kept_elsewhere(log):
    kept = last_digest()
    past_the_site("DELETE FROM core_auditentry WHERE id = %s", log[-1].pk)
    past_the_site("DELETE FROM core_auditlink WHERE entry_id = %s", log[-1].pk)
    assert list(faults()) == []
    with pytest.raises(CommandError, match="does not hold this digest"):
        call_command("verify_audit", holds=kept, stdout=StringIO())


@pytest.mark.parametrize("table", ["core_auditentry", "core_auditlink"])
def test_the_tables_are_never_emptied(log, table):
    number = AuditEntry.objects.count()
    with pytest.raises(InternalError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER core_audit_is_never_emptied")  # as in production
        cursor.execute(f"TRUNCATE {table}")
    assert AuditEntry.objects.count() == AuditLink.objects.count() == number


def test_many_at_once_make_one_chain(transactional_db):
    def deeds(number):
        try:
            for _time in range(10):
                with transaction.atomic():
                    record(None, Action.EXPORT, Article, f"first of {number}")
                    record(None, Action.EXPORT, Article, f"second of {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(deeds, range(6)))
    assert list(faults()) == []
    assert AuditLink.objects.filter(entry__action="export").count() == 120


def test_what_is_rolled_back_leaves_no_link(transactional_db):
    before = last_digest()
    with transaction.atomic():
        record(None, Action.EXPORT, Article)
        transaction.set_rollback(True)
    assert last_digest() == before
