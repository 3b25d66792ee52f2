"""What nobody confirmed, and what people took back, is forgotten; the count stays true."""

import secrets
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import Petition, Signature
from campaigns.signatures.counting import count_signatures, recount
from campaigns.signatures.retention import destroy_salts, forget_unconfirmed_signatures, forget_withdrawn_signatures
from core.jobs.models import Job
from core.jobs.registry import periodic
from core.jobs.tasks import Later
from tests.factories import make_petition
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


def make_signature(petition, country, status="confirmed", days=0):
    return Signature.objects.create(
        petition=petition,
        country=country,
        status=status,
        fingerprint=secrets.token_bytes(32),
        sealed=b"",
        created_at=timezone.now() - timedelta(days=days),
    )


def countries():
    return sorted(Signature.objects.values_list("country", flat=True))


def test_only_signatures_that_waited_a_week_are_deleted():
    petition = make_petition()
    make_signature(petition, "AT", "pending", days=7.01)
    make_signature(petition, "BE", "pending", days=6.9)
    make_signature(petition, "CZ", "confirmed", days=400)
    make_signature(petition, "DK", "held", days=400)

    assert forget_unconfirmed_signatures() == 1
    assert countries() == ["BE", "CZ", "DK"]


def test_a_withdrawn_signature_is_deleted_only_after_it_left_the_count():
    petition = make_petition()
    make_signature(petition, "AT")
    taken_back = make_signature(petition, "BE")
    count_signatures()
    taken_back.withdraw()

    assert forget_withdrawn_signatures() == 0
    count_signatures()
    assert forget_withdrawn_signatures() == 1
    assert countries() == ["AT"]
    assert recount() == []
    assert Petition.objects.with_count().get().signed == 1


def test_the_salt_goes_a_month_after_closing_and_the_count_stays():
    now = timezone.now()
    old = make_petition(slug="old", closed_at=now - timedelta(days=31))
    make_petition(slug="recent", closed_at=now - timedelta(days=29))
    make_petition(slug="open")
    signature = make_signature(old, "AT")
    count_signatures()

    assert destroy_salts() == 1
    assert list(Petition.objects.exclude(salt=None).order_by("slug").values_list("slug", flat=True)) == [
        "open",
        "recent",
    ]
    assert destroy_salts() == 0
    assert Petition.objects.with_count().get(slug="old").signed == 1
    assert signature.withdraw()


def bytes_on_disk() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath('campaigns_petition'))")
        return bytes(cursor.fetchone()[0])


def is_written_anew() -> bool:
    try:
        Job.objects.get().call()
    except Later:
        return False
    return True


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_salt_does_not_stay_behind_in_a_dead_row():
    old = make_petition(closed_at=timezone.now() - timedelta(days=31))
    other = make_petition()
    assert bytes(old.salt) in bytes_on_disk()
    destroy_salts()
    wait_until(is_written_anew, 120)  # other databases of the same server may be at work
    assert bytes(old.salt) not in bytes_on_disk()
    assert bytes(other.salt) in bytes_on_disk()


def test_the_clock_calls_them():
    names = {task.name for task in periodic() if ".retention." in task.name}
    assert names == {
        "campaigns.signatures.retention.destroy_salts",
        "campaigns.signatures.retention.forget_unconfirmed_signatures",
        "campaigns.signatures.retention.forget_withdrawn_signatures",
        "newsletters.retention.forget_unconfirmed_subscribers",
        "organisation.retention.forget_unconfirmed_volunteers",
    }
