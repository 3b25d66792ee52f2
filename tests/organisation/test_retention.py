"""Who never pressed the button is forgotten after a week."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisation.models import Volunteer
from organisation.retention import forget_unconfirmed_volunteers

pytestmark = pytest.mark.django_db


def test_only_offers_that_waited_a_week_are_deleted():
    now = timezone.now()
    for name, status, days in (("Alice", "pending", 7.01), ("Bob", "pending", 6.9), ("Charlie", "confirmed", 400)):
        Volunteer.objects.create(name=name, status=status, created_at=now - timedelta(days=days))

    assert forget_unconfirmed_volunteers() == 1
    assert sorted(Volunteer.objects.values_list("name", flat=True)) == ["Bob", "Charlie"]
