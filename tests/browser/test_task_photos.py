"""Clara brings twenty pictures home and says of each what is to be seen: three actions, and the words."""

import base64

import pytest
from playwright.sync_api import expect

from articles.models import Photo
from tests.browser.actions import at_most
from tests.browser.looking import STICKING_OUT, violations
from tests.browser.pasting import picture_file


def pictures(count):
    content = base64.b64decode(picture_file())
    return [{"name": f"march {n}.png", "mimeType": "image/png", "buffer": content} for n in range(count)]


def test_twenty_photos_are_described_in_three_actions_and_the_words(desk):
    Photo.objects.all().delete()
    desk.goto("/admin/articles/photo/upload/")
    with at_most(3 + 20, desk) as hand:
        hand.upload(desk.get_by_label("Pictures"), pictures(20))
        described = desk.locator(".described")
        expect(described).to_have_count(20, timeout=120_000)
        everybody = desk.get_by_role("group", name="For all that say nothing of their own")
        hand.select(everybody.get_by_label("People who can be recognised"), "all who can be recognised have agreed")
        for number in range(20):
            words = described.nth(number).get_by_label("Description for those who cannot see it")
            hand.write(words, f"Women with banners, row {number}.")
        hand.click(desk.get_by_role("button", name="Save the descriptions"))
        expect(desk.get_by_text("20 pictures are described.")).to_be_visible()
    assert {photo.consent for photo in Photo.objects.all()} == {"given"}
    assert len({photo.alt for photo in Photo.objects.all()}) == 20


@pytest.mark.parametrize("width", [390, 1280])
def test_the_list_of_descriptions_fits_and_can_be_used_by_everybody(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    Photo.objects.all().delete()
    desk.goto("/admin/articles/photo/upload/")
    desk.get_by_label("Pictures").set_input_files(pictures(2))
    expect(desk.locator(".described")).to_have_count(2, timeout=60_000)
    assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])
