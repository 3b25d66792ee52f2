"""Clara pastes the address of a film: one action, and the film stands in the text with its title and its still."""

import json
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from campaigns.models import Video
from tests.browser.actions import at_most
from tests.browser.pasting import body, in_editor, open_draft
from tests.drawing import drawn
from tests.loopback import page


@pytest.mark.parametrize(
    ("pasted", "key"),
    [
        ({"plain": "https://www.youtube.com/watch?v=aaaaaaaaaa1"}, "aaaaaaaaaa1"),
        ({"plain": "https://youtu.be/aaaaaaaaaa2"}, "aaaaaaaaaa2"),
        ({"plain": "https://www.youtube.com/shorts/aaaaaaaaaa3"}, "aaaaaaaaaa3"),
        ({"plain": '<iframe src="https://www.youtube-nocookie.com/embed/aaaaaaaaaa4"></iframe>'}, "aaaaaaaaaa4"),
        ({"html": '<iframe src="https://www.youtube.com/embed/aaaaaaaaaa5" allowfullscreen></iframe>'}, "aaaaaaaaaa5"),
    ],
)  # fmt: skip
def test_a_pasted_film_is_there_in_one_action(desk, house, pasted, key):
    film = f"https://www.youtube.com/watch?v={key}"
    said = {"title": f"The well {key}", "author_name": "Amina", "thumbnail_url": house.blog.url("/still.jpg")}
    asked = f"/oembed?{urlencode({'format': 'json', 'url': film})}"
    house.blog.answers[asked] = page(json.dumps(said), content_type="application/json")
    house.blog.answers["/still.jpg"] = page(drawn("JPEG", (640, 480)), content_type="image/jpeg")
    open_draft(desk)
    desk.keyboard.press("Enter")
    with at_most(1, desk) as hand:
        hand.paste(**pasted)
        expect(body(desk).locator(".embed-card")).to_contain_text(f"The well {key}")
    expect(body(desk).locator(".embed-card img")).to_be_visible()
    made = Video.objects.get(url=film)
    assert in_editor(desk) == f'<p>Before.</p><p data-embed="video:{made.slug}"></p><p>&nbsp;</p>'
    assert (made.credit, made.in_texts, (made.width, made.height)) == ("Amina", True, (640, 360))


@pytest.mark.parametrize(
    "address",
    ["https://vimeo.com/76979871", "https://dai.ly/x8abcde", "https://framatube.org/w/kkGMgK9ZtnKfYAgnEtQxbv"],
)
def test_where_the_host_is_not_asked_the_film_has_a_drawn_still(desk, address):
    open_draft(desk, title=f"Water {address[8:12]}")
    desk.keyboard.press("Enter")
    with at_most(1, desk) as hand:
        hand.paste(plain=address)
        expect(body(desk).locator(".embed-card")).to_contain_text(f"Film in “Water {address[8:12]}”")
    expect(body(desk).locator(".embed-card img")).to_be_visible()
