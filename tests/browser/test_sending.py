"""Clara uploads a film: she sees how far it is, and what is wrong is said without choosing the file again."""

import pytest
from playwright.sync_api import expect

from campaigns.models import Video
from ngo_site.demo.seeding.content import PICTURES
from tests.browser.steps import logged_in
from tests.factories import make_staff, make_video

VTT = {"name": "ink.vtt", "mimeType": "text/vtt", "buffer": b"WEBVTT\n\n00:00.000 --> 00:09.000\nThey took the press."}
FALSE_FILM = {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(3_000_000)}


@pytest.fixture
def clara(browser, house, request):
    account = make_staff(f"clara-{request.node.name}")
    context = browser.new_context(base_url=house.url, storage_state=logged_in(account, house.url))
    yield context.new_page()
    context.close()


def test_clara_sees_how_far_her_film_is(clara):
    film = make_video(slug="sent", url="", title="Drafted", published_at=None)
    clara.goto(f"/admin/campaigns/video/{film.pk}/change/")
    bar = clara.locator("#sending")
    expect(bar).to_be_hidden()
    clara.get_by_label("MP4 file").set_input_files([FALSE_FILM])
    clara.get_by_role("button", name="Save draft").click()
    expect(bar.get_by_role("status")).to_contain_text("Nothing was saved yet.")
    expect(bar.get_by_role("listitem")).to_contain_text("MP4 file: This is no MP4 file, whatever its name says")
    expect(bar.get_by_role("link", name="MP4 file")).to_be_focused()
    assert clara.get_by_label("MP4 file").evaluate("field => field.files.length") == 1

    film_of_ours = PICTURES / "ten-seconds-of-ink.webm"
    clara.get_by_label("MP4 file").set_input_files([])
    clara.get_by_label("WebM file").set_input_files(
        [{"name": "ink.webm", "mimeType": "video/webm", "buffer": film_of_ours.read_bytes() + bytes(2_000_000)}]
    )
    clara.locator("#id_captions").set_input_files([VTT])
    clara.get_by_role("button", name="Save draft").click()
    expect(clara.get_by_text("was changed successfully")).to_be_visible(timeout=20_000)
    assert Video.objects.get(pk=film.pk).webm.size > 2_000_000


def test_a_stopped_film_changes_nothing(clara):
    film = make_video(slug="stopped", title="Kept", published_at=None)
    clara.goto(f"/admin/campaigns/video/{film.pk}/change/")
    clara.get_by_label("Title", exact=False).first.fill("Another")
    clara.get_by_label("MP4 file").set_input_files([FALSE_FILM])
    clara.route("**/change/", lambda route: None)  # it never arrives
    clara.get_by_role("button", name="Save draft").click()
    bar = clara.locator("#sending")
    expect(bar.get_by_role("progressbar")).to_be_visible()
    bar.get_by_role("button", name="Stop").click()
    expect(bar.get_by_role("status")).to_have_text("Stopped. Nothing was saved.")
    expect(clara.get_by_label("Title", exact=False).first).to_have_value("Another")
    assert Video.objects.get(pk=film.pk).title == "Kept"
