"""How often one key may do something."""

import threading

import pytest
from django.db import connection

from core.http.throttle import DAY, Throttle, allow, forget, forget_old, reserve

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


def test_what_is_too_much_is_told_its_moment_and_keeps_it_when_it_may_wait():
    def ask(at, wait):
        return reserve("mail", "alice", 2, 60, now=MIDNIGHT + at, longest_wait=wait) - MIDNIGHT

    assert [ask(0, 0), ask(10, 0), ask(20, 0), ask(20, 0)] == [0, 10, 60, 60]
    assert [ask(20, 200), ask(20, 200), ask(20, 200), ask(20, 200)] == [60, 70, 120, 130]
    assert [ask(30, 149), ask(30, 150), ask(500, 0)] == [180, 180, 500]


def test_what_waits_for_the_day_after_tomorrow_still_counts_then():
    given = {}
    for day in range(3):
        now = MIDNIGHT + day * DAY + 3600
        given[day] = [(reserve("mail", "alice", 1, DAY, now=now, longest_wait=2 * DAY) - now) / DAY for _ in range(3)]
    assert given == {0: [0, 1, 2], 1: [2, 3, 3], 2: [2, 3, 3]}


def test_a_key_may_begin_anew():
    assert [allow("login", "alice", 1, 60), allow("login", "alice", 1, 60)] == [True, False]
    forget("login", "alice")
    assert allow("login", "alice", 1, 60)


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
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'core_throttle'")
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
