"""What a dump of the database tells about Alice: nowhere that two signatures, or a signature and letters, are hers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import OutboxMail
from tests.campaigns.signatures.test_signing import form_for
from tests.factories import make_petition
from tests.letters import link

pytestmark = pytest.mark.django_db
SAID_BY_EVERYBODY = {"confirmed", "pending"}


def dump() -> dict[str, list[dict]]:
    """Return {table: rows} of the whole database, with bytes and moments as text."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT row_to_json(t) FROM "{table}" t')
            found[table] = [row for (row,) in cursor.fetchall()]
        return found


def telling(rows) -> set[str]:
    """Return the values that could be recognised elsewhere: tags, hashes, boxes, moments and words of some length."""
    return {value for row in rows for value in row.values() if isinstance(value, str) and len(value) >= 8}


def sign(client, petition, **fields):
    client.post(petition.get_absolute_url(), form_for(**fields))
    mail = OutboxMail.objects.get()
    client.post(link(mail, "confirm"))
    mail.delete()


def rows_about(petition, rows) -> list[dict]:
    signatures = [row for row in rows["campaigns_signature"] if row["petition_id"] == petition.pk]
    numbers = {row["id"] for row in signatures}
    tables = ["campaigns_attempt", "campaigns_risksignals", "campaigns_domaintag", "campaigns_quarantine"]
    return signatures + [row for table in tables for row in rows[table] if row["signature_id"] in numbers]


def test_two_petitions_that_alice_signed_share_nothing(client):
    one, other = make_petition(), make_petition()
    for petition in (one, other):
        sign(client, petition)
    rows = dump()
    ours, theirs = telling(rows_about(one, rows)), telling(rows_about(other, rows))
    assert len(ours) > 8 and len(theirs) > 8
    assert ours & theirs - SAID_BY_EVERYBODY == set()


def test_the_address_for_the_newsletter_does_not_tell_which_petition_alice_signed(client):
    petition = make_petition()
    sign(client, petition, newsletter="on", updates="on")
    rows = dump()
    assert telling(rows_about(petition, rows)) & telling(rows["newsletters_subscriber"]) - SAID_BY_EVERYBODY == set()
    # Not the moment either: to the day, whoever signed that day may be meant.
    for row in rows["newsletters_subscriber"]:
        assert row["created_at"][11:19] == row["confirmed_at"][11:19] == "00:00:00"


@pytest.mark.parametrize("asked", [{}, {"updates": "on", "newsletter": "on"}], ids=["plain", "with letters"])
def test_the_address_is_nowhere(client, asked):
    sign(client, make_petition(), **asked)
    assert {table for table, lines in dump().items() if "alice" in str(lines).lower()} == set()


def test_no_statement_tells_the_log_of_the_database_who_signs(client):
    petition = make_petition()
    with CaptureQueriesContext(connection) as captured:
        sign(client, petition, postcode="69001", comment="My own words")
        client.post(petition.get_absolute_url(), form_for())
        client.post(link(OutboxMail.objects.get(), "withdraw"))
    statements = "\n".join(one["sql"] for one in captured)
    assert "campaigns_attempt" in statements and "newsletters_subscriber" in statements
    for told in ("alice", "moreau", "example.org", "69001", "my own words"):
        assert told not in statements.lower()
