"""However many have signed, nothing that runs every few seconds walks through all of them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.fraud.quarantine import examine
from campaigns.models import CountChange, Tally
from campaigns.signatures.confirmation import remind
from campaigns.signatures.counting import count_signatures, recount, recount_daily, recount_everything
from campaigns.signatures.retention import forget_unconfirmed_signatures, forget_withdrawn_signatures
from tests.campaigns.signatures.test_counting import make_signature
from tests.factories import make_petition

pytestmark = pytest.mark.django_db
BY_INDEX = r"(signature_to_count|signature_not_confirmed|attempt_unconfirmed|attempt_without_mail)"


def plans(function) -> list[str]:
    """Return how Postgres goes about each statement that reads signatures or attempts, were the tables large."""
    with CaptureQueriesContext(connection) as captured:
        function()
    read = [one["sql"] for one in captured if re.search(r"FROM .?campaigns_(signature|attempt)\b", one["sql"])]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # What autovacuum found in the small tables of earlier tests would make every index as good as another.
        ours = "SELECT oid FROM pg_class WHERE relname ~ '^(campaigns_)?(signature|attempt)'"
        cursor.execute(f"UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE oid IN ({ours})")
        cursor.execute(f"DELETE FROM pg_statistic WHERE starelid IN ({ours})")
        found = []
        for statement in read:
            cursor.execute(f"EXPLAIN {statement}")
            found.append("\n".join(row[0] for row in cursor.fetchall()))
    return found


@pytest.mark.parametrize(
    "function", [count_signatures, examine, remind, forget_unconfirmed_signatures, forget_withdrawn_signatures]
)
def test_it_finds_its_few_rows_by_an_index_of_their_own(function):
    make_signature(make_petition())
    found = plans(function)
    assert found
    for plan in found:
        assert re.search(BY_INDEX, plan), plan
        assert not re.search(r"Seq Scan on campaigns_(signature|attempt)", plan), plan


def test_counting_all_again_keeps_nobody_waiting():
    make_signature(make_petition())
    count_signatures()
    with CaptureQueriesContext(connection) as captured:
        assert recount() == []
    assert [one["sql"] for one in captured if "LOCK" in one["sql"]] == []


def test_a_number_typed_in_is_told_in_public_within_a_day():
    petition = make_petition()
    make_signature(petition)
    count_signatures()
    Tally.objects.update(count=1_000_000)
    recount_daily()
    recount_everything.call()
    assert Tally.objects.get().count == 1
    assert [(one.kind, one.number) for one in CountChange.objects.all()] == [("mended", -999_999)]


def test_a_signature_stands_in_few_indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'campaigns_signature' ORDER BY 1")
        assert [name for (name,) in cursor.fetchall()] == [
            "campaigns_signature_pkey",
            "one_mailbox_one_signature",
            "signature_not_confirmed",
            "signature_public_names",
            "signature_to_count",
        ]
