"""Statements that Postgres keeps ready, and connections that end."""

import pytest
from django.db import DataError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import statements
from core.statements import Place, Statement

pytestmark = pytest.mark.django_db

ready = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'site_%'"


def asked(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture(autouse=True)
def nothing_is_ready():
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    statements._ready.pop(connection.connection, None)


def test_it_is_prepared_once_and_asked_with_other_values(django_assert_num_queries):
    statement = Statement.named("SELECT %(word)s::text || '100%%', %(number)s + 1, %(word)s::text = 'a'")
    for word, number in (("a", 1), ("it's", 2), ("\\ %s $1", 3)):
        with django_assert_num_queries(1):
            rows = statement.rows(connection, {"word": word, "number": number, "more": "is not asked for"})
        assert rows == [(f"{word}100%", number + 1, word == "a")]
    assert asked(ready) == [(1,)]


def test_what_never_changes_is_part_of_it():
    statement = Statement("SELECT %s::text, %s::int, %s::text", ["same", Place(int), "%s"])
    assert [statement.rows(connection, number) for number in ("1", "2")] == [[("same", 1, "%s")], [("same", 2, "%s")]]


def test_a_statement_may_return_nothing():
    assert Statement.named("DELETE FROM articles_tag WHERE id = %(pk)s").rows(connection, {"pk": 1}) == []


def test_who_reads_the_log_sees_what_is_asked():
    statement = Statement.named("SELECT id FROM articles_article JOIN articles_series USING (id) WHERE id = %(pk)s")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for _ in range(2):
            statement.rows(connection, {"pk": 1})
    assert queries[1]["sql"].endswith("(1) /* FROM articles_article, JOIN articles_series */")


def test_what_failed_can_be_asked_again():
    statement = Statement.named("SELECT 1 / %(number)s")
    for number in (0, 0, 1):
        try:
            with transaction.atomic():
                assert statement.rows(connection, {"number": number}) == [(1,)]
        except DataError:
            assert number == 0


def test_what_the_server_forgot_is_prepared_again():
    statement = Statement.named("SELECT %(number)s + 1")
    assert statement.rows(connection, {"number": 1}) == [(2,)]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with pytest.raises(OperationalError), transaction.atomic():
        statement.rows(connection, {"number": 1})
    assert statement.rows(connection, {"number": 2}) == [(3,)]


def test_a_connection_keeps_a_bounded_number(monkeypatch):
    monkeypatch.setattr(statements, "MOST", 3)
    many = [Statement.named(f"SELECT {number}") for number in range(5)]
    for statement in [*many, many[0]]:
        statement.rows(connection, {})
    assert asked(ready) == [(3,)]
    assert many[0].rows(connection, {}) == [(0,)]


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_has_it_prepared_anew():
    statement = Statement.named("SELECT pg_backend_pid()")
    [(first,)] = statement.rows(connection, {})
    connection.close()
    [(second,)] = statement.rows(connection, {})
    assert first != second


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_not_used_again():
    asked("SELECT 1")
    assert connection.is_usable()
    pid = connection.connection.info.backend_pid
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        other.connection.close()
    assert not connection.is_usable()
    connection.health_check_enabled, connection.health_check_done = True, False
    assert asked("SELECT 1") == [(1,)]
