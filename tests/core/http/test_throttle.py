"""How often one key may do one thing."""

import threading

import pytest
from django.db import connection

from ngo_site.lib.throttle import DAY, Throttle, allow, forget_old

MIDNIGHT = 1_700_006_400.0  # 2023-11-15 00:00 UTC

pytestmark = pytest.mark.django_db


def test_limit_holds_in_any_window_of_that_length():
    moments = [0, 10, 20, 59, 61, 69, 71]
    assert [allow("comment", "alice", 3, 60, MIDNIGHT + 100 + at) for at in moments] == [
        True,
        True,
        True,
        False,
        True,
        False,
        True,
    ]


def test_scopes_and_keys_do_not_touch_each_other():
    assert allow("comment", "alice", 1, 60)
    assert allow("comment", "bob", 1, 60)
    assert allow("join", "alice", 1, 60)
    assert not allow("comment", "alice", 1, 60)


def test_midnight_changes_the_key_and_not_the_count():
    assert allow("mail", "alice", 2, DAY, MIDNIGHT - 2)
    assert allow("mail", "alice", 2, DAY, MIDNIGHT - 1)
    assert not allow("mail", "alice", 2, DAY, MIDNIGHT + 1)
    assert not allow("mail", "alice", 2, DAY, MIDNIGHT + DAY - 10)
    assert allow("mail", "alice", 2, DAY, MIDNIGHT + DAY - 1.5)
    assert Throttle.objects.count() == 2


def test_nobody_is_let_through_when_the_limit_is_nought():
    assert not allow("mail", "alice", 0, 60)


def test_longer_than_a_day_is_refused():
    with pytest.raises(ValueError, match="one day"):
        allow("mail", "alice", 3, DAY + 1)


def test_what_is_stored_tells_nobody():
    allow("mail", "alice@example.org", 3, 60)
    row = Throttle.objects.values().get()
    assert b"alice" not in bytes(row["key"])
    assert len(bytes(row["key"])) == 32


def test_table_is_in_no_write_ahead_log():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'lib_throttle'")
        assert cursor.fetchone() == ("u",)


def test_old_rows_are_forgotten():
    allow("mail", "alice", 3, 60, MIDNIGHT)
    allow("mail", "bob", 3, 60)
    forget_old()
    assert Throttle.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_let_through_as_often_as_one_after_the_other():
    allowed = []

    def ask():
        allowed.append(allow("mail", "alice", 3, 60))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(allowed) == [False] * 17 + [True] * 3
