"""The desk reads e-mail addresses as public forms do, in rows, too."""

import pytest

from campaigns.models import Appeal
from tests.desk_forms import opened
from tests.factories import make_petition

pytestmark = pytest.mark.django_db


def test_an_address_pasted_at_the_desk_is_tidied(admin_client, admin_user):
    path = f"/admin/auth/user/{admin_user.pk}/change/"
    pasted = {"email": "Clara <\u200bclara@straße.example>"}
    assert admin_client.post(path, {**opened(admin_client, path), **pasted}).status_code == 302
    admin_user.refresh_from_db()
    assert admin_user.email == "clara@straße.example"


def test_so_is_one_of_those_who_decide(admin_client):
    petition = make_petition(summary="In short.")
    path = f"/admin/campaigns/petition/{petition.pk}/change/"
    row = {
        "whom": "The minister",
        "email": "mailto:minister@justice.example",
        "subject": "Free them",
        "text": "Please.",
    }
    sent = {**opened(admin_client, path), **{f"appeals-0-{name}": text for name, text in row.items()}}
    sent["appeals-TOTAL_FORMS"] = "1"
    admin_client.post(path, sent)
    assert Appeal.objects.get().email == "minister@justice.example"
