"""Above a petition's form stands what an editor does with it next, as far as this person may."""

import re

import pytest

from campaigns.models import Signature
from tests.factories import make_petition

pytestmark = pytest.mark.django_db


def steps(client, petition):
    page = client.get(f"/admin/campaigns/petition/{petition.pk}/change/").text
    row = re.search(r'<nav class="next-steps".*?</nav>', page, re.DOTALL)
    return re.findall(r'<a href="([^"]+)">(.*?)<small>(.*?)</small>', row[0]) if row else []


def test_a_public_petition_leads_to_every_next_step(admin_client):
    petition = make_petition(slug="bridge")
    Signature.objects.create(petition=petition, fingerprint=b"1" * 32, sealed=b"", status="held")
    desk = f"/admin/campaigns/petition/{petition.pk}"
    found = steps(admin_client, petition)
    assert [address for address, *_ in found] == [
        f"/admin/campaigns/petitionupdate/add/?petition={petition.pk}",
        "/admin/newsletters/issue/add/?about=petition:bridge",
        f"{desk}/spread/",
        "/petitions/bridge/kit/",
        f"/admin/campaigns/paperbatch/add/?petition={petition.pk}",
        f"/admin/campaigns/invalidation/add/?petition={petition.pk}",
        f"{desk}/hand-over/",
    ]
    assert ("Check signatures", "Fewer than ten held back") in [(name, standing) for _, name, standing in found]
    assert [admin_client.get(address).status_code for address, *_ in found] == [200] * 7


def test_a_draft_has_nothing_to_spread_and_a_translation_leads_to_its_original(admin_client):
    original = make_petition(published_at=None)
    translation = make_petition(language="de", translation_of=original, published_at=None)
    found = {name: address for address, name, _ in steps(admin_client, translation)}
    assert "How it spreads" not in found
    assert found["Check signatures"].endswith(f"?petition={original.pk}")
    assert found["Hand over the signatures"] == f"/admin/campaigns/petition/{original.pk}/hand-over/"
