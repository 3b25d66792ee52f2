"""What bloggers and volunteers take home: a poster's kit, and a film that plays with its captions."""

import zipfile

import pytest
from django.core.files.base import ContentFile, File
from playwright.sync_api import expect
from pypdf import PdfReader

from campaigns.models import VideoCaptions
from ngo_site.demo.seeding.content import PICTURES
from tests.browser.content import picture
from tests.browser.steps import reload_until
from tests.factories import make_petition, make_poster, make_video

PLAY_UNTIL_CAPTIONED = """(video) => new Promise((done) => {
  video.addEventListener("timeupdate", () => {
    const cues = video.textTracks[0].activeCues;
    if (video.currentTime > 0.2 && cues?.length) done(cues[0].text);
  });
  video.muted = true;
  video.play();
})"""
VTT = b"WEBVTT\n\n00:00.000 --> 00:09.000\nThey took the press."


def test_a_volunteer_downloads_the_kit_of_a_poster(visitor, house, tmp_path):
    """Without JavaScript; the worker has made the sizes meanwhile."""
    make_poster(slug="kit", file=picture(700, 990), petition=make_petition(slug="kit"), qr_in_print=True)
    visitor.goto("/posters/kit/")
    reload_until(visitor, visitor.get_by_role("link", name="A4 to print"), seconds=60)
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Download everything (ZIP)").click()
    path = tmp_path / "kit.zip"
    download.value.save_as(path)
    assert download.value.suggested_filename == "kit.zip"
    with zipfile.ZipFile(path) as kit:
        assert kit.testzip() is None
        assert len(kit.namelist()) == 10
        assert f"{house.url}/petitions/kit/" in kit.read("kit/README.txt").decode()
        page = PdfReader(kit.open("kit/kit-a4.pdf")).pages[0]
    assert [round(float(side) / 72 * 25.4) for side in page.trimbox] == [10, 10, 220, 307]
    assert [round(float(side) / 72 * 25.4) for side in page.bleedbox] == [7, 7, 223, 310]


@pytest.mark.parametrize("path", ["/videos/ink/", "/embed/videos/ink/"])
def test_a_film_plays_with_captions_in_two_languages(browser, house, path):
    film = make_ink()
    page = browser.new_page(base_url=house.url)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path)
    assert not [url for url in requests if url.endswith((".webm", ".mp4"))]
    video = page.locator("video")
    shown = video.evaluate(PLAY_UNTIL_CAPTIONED)
    tracks = video.evaluate("(video) => [...video.textTracks].map((track) => track.language)")
    assert (shown, tracks) == ("They took the press.", ["en", "fr"])
    expect(page.get_by_role("link", name=film.title).first).to_be_visible() if "embed" in path else None
    page.close()


def make_ink():
    from campaigns.models import Video

    if film := Video.objects.filter(slug="ink").first():
        return film
    with (PICTURES / "ten-seconds-of-ink.webm").open("rb") as file:
        film = make_video(
            slug="ink", url="", webm=File(file, "ink.webm"), captions=ContentFile(VTT, "ink.vtt"), transcript="Drip."
        )
    VideoCaptions.objects.create(video=film, language="fr", file=ContentFile(VTT, "ink.vtt"))
    return film
