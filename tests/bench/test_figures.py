"""The measurements can be made: their content fits the models, and their requests are answered."""

import pytest
from django.utils import timezone

from bench.content import fill
from bench.figures import Figures
from campaigns.fraud import risk_signals


@pytest.mark.django_db
def test_what_is_measured_costs_so_many_queries(tmp_path, monkeypatch):
    monkeypatch.setattr(
        risk_signals, "_keys", {timezone.now().date(): b"k" * 32}
    )  # as once a day's first signature is in
    fill(articles=5, comments=20)
    queries = Figures(tmp_path, cluster=None, seconds=0, rounds=0).count_queries()
    assert queries == {"article": 4, "list": 2, "petition": 4, "signature posted": 6}
