"""Who never pressed the button is forgotten after a week."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletters.models import Subscriber
from newsletters.retention import forget_unconfirmed_subscribers
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db


def test_only_addresses_that_waited_a_week_are_deleted():
    now = timezone.now()
    make_subscriber(email="alice@example.org", status="pending", created_at=now - timedelta(days=7, minutes=1))
    make_subscriber(email="bob@example.org", status="pending", created_at=now - timedelta(days=6, hours=23))
    make_subscriber(email="charlie@example.org", status="confirmed", created_at=now - timedelta(days=400))

    assert forget_unconfirmed_subscribers() == 1
    assert sorted(Subscriber.objects.values_list("email", flat=True)) == [
        "bob@example.org",
        "charlie@example.org",
    ]
