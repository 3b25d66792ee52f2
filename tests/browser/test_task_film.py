"""Clara pastes the address of a film: one action, and the film stands in the text with its title and its still."""

import json
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from campaigns.models import Video
from ngo_site.demo.seeding.content import PICTURES
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


def test_a_film_of_ours_with_captions_is_public_in_six_actions(desk):
    Video.objects.filter(slug="ten-seconds-of-ink").delete()
    captions = b"WEBVTT\n\n00:00.000 --> 00:09.000\nThey took the press."
    desk.goto("/admin/campaigns/video/add/")
    expect(desk.locator("#id_title")).to_be_focused()
    with at_most(6, desk) as hand:
        hand.type("Ten seconds of ink")
        hand.write(desk.get_by_label("Summary"), "A press, seen from above.")
        hand.upload(desk.get_by_label("WebM file"), [PICTURES / "ten-seconds-of-ink.webm"])
        hand.upload(desk.locator("#id_captions"), [{"name": "ink.vtt", "mimeType": "text/vtt", "buffer": captions}])
        hand.click(desk.get_by_role("button", name="Publish…"))
        hand.click(desk.get_by_role("button", name="Publish now"))
        expect(desk.get_by_text("It is public now.").first).to_be_visible()
    film = Video.objects.get(slug="ten-seconds-of-ink")
    assert (film.is_published, bool(film.captions), film.width, film.height) == (True, True, 1280, 720)
