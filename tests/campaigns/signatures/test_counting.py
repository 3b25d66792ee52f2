"""The count is true."""

import secrets

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Petition, Signature, Tally
from campaigns.signatures.counting import count_signatures, recount
from campaigns.signatures.signing import sign
from tests.factories import make_petition

pytestmark = pytest.mark.django_db


def make_signature(petition, **fields):
    defaults = {"country": "FR", "status": "confirmed", "fingerprint": secrets.token_bytes(32), "sealed": b""}
    return Signature.objects.create(petition=petition, **defaults | fields)


def signed(petition):
    return Petition.objects.with_count().get(pk=petition.pk).signed


def test_confirmed_signatures_are_counted_once_by_country():
    petition = make_petition()
    for country in ("FR", "FR", "DE"):
        make_signature(petition, country=country)
    make_signature(petition, status="pending")
    make_signature(petition, status="held")

    assert count_signatures() == 3
    assert count_signatures() == 0
    assert sorted(Tally.objects.values_list("country", "count")) == [("DE", 1), ("FR", 2)]
    assert signed(petition) == 3


def test_what_is_taken_back_leaves_the_count():
    petition = make_petition()
    signature = make_signature(petition)
    make_signature(petition)
    count_signatures()
    signature.withdraw()
    assert count_signatures() == 1
    assert signed(petition) == 1


def test_who_takes_it_back_and_signs_elsewhere_before_the_count_looks_leaves_no_drift(client):
    petition = make_petition()
    mallory = {"name": "Mallory", "email": "mallory@example.org"}
    for before, after in (("FR", "DE"), ("DE", "FR")):
        sign(petition, country=before, **mallory)
        petition.signatures.get().confirm()
        count_signatures()
        petition.signatures.get().withdraw()
        sign(petition, country=after, **mallory)
        count_signatures()
        assert recount() == []
        assert signed(petition) == 0
        petition.signatures.all().delete()


def test_recount_mends_a_number_somebody_typed_in():
    petition = make_petition()
    make_signature(petition)
    count_signatures()
    Tally.objects.update(count=1000)
    Tally.objects.create(petition=petition, country="VA", count=39411)

    assert recount() == [(petition.pk, "FR", 1, 1000), (petition.pk, "VA", 0, 39411)]
    assert recount() == []
    assert signed(petition) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["sign", "confirm", "withdraw", "hold", "count"]), max_size=60), st.randoms())
def test_any_order_of_steps_leaves_no_drift(db, steps, random):
    petition = make_petition()
    for step in steps:
        rows = list(petition.signatures.all())
        if step == "sign":
            make_signature(petition, status="pending", country=random.choice(["FR", "DE", "IN"]))
        elif step == "count":
            count_signatures()
        elif rows:
            row = random.choice(rows)
            {"confirm": row.confirm, "withdraw": row.withdraw, "hold": lambda row=row: hold(row)}[step]()
    count_signatures()
    assert recount() == []
    assert signed(petition) == petition.signatures.filter(status="confirmed").count()


def hold(signature):
    Signature.objects.filter(pk=signature.pk, status="confirmed").update(status="held")


def test_the_count_finds_its_rows_by_the_partial_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM campaigns_signature"
            " WHERE (status = 'confirmed' AND NOT counted) OR (status <> 'confirmed' AND counted)"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "signature_to_count" in plan
