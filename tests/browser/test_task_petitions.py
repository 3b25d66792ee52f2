"""Clara and a petition: how many actions it takes to pause, close, hand over and mark as answered."""

import pytest
from playwright.sync_api import expect

from tests.browser.actions import at_most
from tests.factories import make_petition


@pytest.mark.parametrize(
    ("button", "then", "phase"),
    [
        ("Pause", "It is paused", "paused"),
        ("Close", "It is closed", "closed"),
        ("Handed over", "it was handed over", "delivered"),
        ("Answered", "it was answered", "answered"),
    ],
)
def test_each_step_takes_two(desk, button, then, phase):
    petition = make_petition()
    desk.goto(f"/admin/campaigns/petition/{petition.pk}/change/")
    with at_most(2, desk) as hand:
        hand.click(desk.get_by_role("link", name=f"{button}…", exact=True))
        hand.click(desk.get_by_role("button", name=button, exact=True))
    expect(desk.locator(".messagelist")).to_contain_text(then)
    petition.refresh_from_db()
    assert petition.phase == phase
