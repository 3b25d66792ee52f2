"""Who begins a petition sees those that ask for nearly the same."""

import pytest
from django.urls import reverse

from campaigns.petitions.similar import similar_to
from tests.factories import make_petition

pytestmark = pytest.mark.django_db


def test_what_asks_for_nearly_the_same_is_found_the_nearest_first():
    near = make_petition(title="Free the printers of Tarsk now", demand="Let the printers go.")
    nearest = make_petition(title="Free the printers of Tarsk", demand="x")
    make_petition(title="Clean water for the valley", demand="Shut the tannery.")
    mine = make_petition(title="Free the printers of Tarsk!", demand="Something else altogether")
    make_petition(title=mine.title, language="fr", translation_of=mine)
    assert list(similar_to(mine)) == [nearest, near]


def test_the_same_demand_under_another_title_is_found():
    other = make_petition(title="Clean water", demand="Shut the tannery at the river for good.")
    assert list(similar_to(make_petition(title="Z", demand="Shut the tannery at the river."))) == [other]


def test_the_desk_shows_them_before_it_is_public(admin_client):
    make_petition(title="Free <b>the</b> printers of Tarsk")
    mine = make_petition(title="Free the printers of Tarsk", published_at=None)
    page = admin_client.get(reverse("admin:campaigns_petition_change", args=[mine.pk])).text
    assert "Free &lt;b&gt;the&lt;/b&gt; printers of Tarsk</a> (open for signatures)" in page
