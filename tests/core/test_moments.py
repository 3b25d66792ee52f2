"""No date that an editor types makes a row that nobody can read again."""

from datetime import datetime

import pytest
from django.utils import timezone

from campaigns.models import Petition
from core.moments import time_in_words
from tests.desk_forms import opened
from tests.factories import make_petition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "day", "hour"), [("Europe/Kyiv", "0001-01-01", "00:00:00"), ("America/Lima", "9999-12-31", "23:59:00")]
)
def test_a_year_out_of_reason_comes_back_with_a_sentence(admin_client, settings, zone, day, hour):
    settings.TIME_ZONE = zone
    petition = make_petition(summary="In short.")
    path = f"/admin/campaigns/petition/{petition.pk}/change/"
    answer = admin_client.post(path, {**opened(admin_client, path), "closed_at_0": day, "closed_at_1": hour})
    assert (answer.status_code, "Please look at the year again" in answer.text) == (200, True)
    assert Petition.objects.get().closed_at is None


def test_a_time_of_another_day_names_its_day(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    noon = timezone.localtime().replace(hour=12, minute=5)
    assert time_in_words(noon) == "12:05"
    past = timezone.make_aware(datetime(2026, 1, 9, 9, 0))
    assert time_in_words(past) == "9 January, 09:00"
