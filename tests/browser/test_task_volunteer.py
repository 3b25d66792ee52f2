"""David wrote that he prints; Clara answers him, from the desk's first page."""

import pytest
from playwright.sync_api import expect

from organisation.models import Volunteer
from tests.browser.actions import at_most
from tests.browser.looking import STICKING_OUT, violations


@pytest.fixture(scope="module")
def david(house):
    told = {"name": "David Okafor", "email": "david@example.org", "message": "I print.", "status": "confirmed"}
    return Volunteer.objects.create(**told)


def test_a_volunteer_is_answered_in_three_actions(desk, david):
    desk.goto("/admin/")
    with at_most(3, desk) as hand:
        hand.click(desk.get_by_role("link", name="volunteer to answer"))
        hand.click(desk.get_by_role("link", name="David Okafor"))
        hand.click(desk.get_by_role("button", name="Send the answer"))
    expect(desk.get_by_text("The answer is on its way to David Okafor.")).to_be_visible()
    david.refresh_from_db()
    assert (david.stage, david.entries.get().is_mail) == ("contact", True)


def test_the_page_of_a_volunteer_fits_and_everybody_can_use_it(desk, david):
    for width in (1280, 390):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto(f"/admin/organisation/volunteer/{david.pk}/change/")
        assert desk.evaluate(STICKING_OUT) == []
    assert violations(desk) == []
