"""The count is true however many do whatever at once. ``CROWD_STEPS=100000`` takes as many steps as the long run."""

import os

import pytest

from campaigns.models import CountChange, Petition, Tally
from campaigns.signatures.counting import count_signatures, recount
from tests.campaigns.signatures.crowd import stir
from tests.factories import make_petition

pytestmark = pytest.mark.crowd

STEPS = int(os.environ.get("CROWD_STEPS", "4000"))


@pytest.mark.django_db(transaction=True)
def test_a_crowd_leaves_no_drift():
    petition = make_petition()
    paper = stir(petition, STEPS)
    # SKIP LOCKED leaves what somebody else is moving for the next time.
    while count_signatures():
        pass
    assert recount() == []
    assert not CountChange.objects.filter(kind="mended").exists()
    found = Petition.objects.with_count().get()
    confirmed = petition.signatures.filter(status="confirmed").count()
    assert confirmed > STEPS / 20
    assert (found.signed, found.on_paper) == (confirmed, paper)
    assert sum(Tally.objects.values_list("count", flat=True)) == confirmed
