"""The still of a film: before one plays it, and on paper."""

import re

import pytest

from campaigns.models import Video
from tests.factories import make_article, make_video

pytestmark = pytest.mark.django_db
MADE = {"avif": [320, 640, 960], "webp": [320, 640, 960, 1280], "jpeg": [320, 640, 960, 1280]}


def shown(client, video, renditions):
    Video.objects.filter(pk=video.pk).update(renditions=renditions)
    return client.get(video.get_absolute_url()).text


@pytest.fixture
def film():
    return make_video(url="", mp4="films/a.mp4", width=1280, height=720)


@pytest.mark.parametrize(
    ("renditions", "file"),
    [
        (MADE, "-960.webp"),
        ({"png": [640, 1280], "avif": [640]}, "-1280.png"),
        ({"jpeg": [400]}, "-400.jpg"),
        ({}, ".png"),
    ],
)
def test_a_player_shows_one_small_file_that_every_browser_knows(client, film, renditions, file):
    poster = re.search(r'poster="([^"]+)"', shown(client, film, renditions))[1]
    assert poster == film.file.url.removesuffix(".png") + file


def test_a_still_that_is_clicked_is_fetched_before_others_on_its_own_page_alone(client):
    film = make_video(slug="film")
    make_article(slug="ink", body='<p>Look.</p><p data-embed="video:film"></p>')
    assert 'fetchpriority="high"' in shown(client, film, MADE)
    assert 'fetchpriority="high"' not in client.get("/articles/ink/").text


def test_paper_has_the_still_and_the_address_of_a_film(client, film):
    page = shown(client, film, MADE)
    still = page.partition('<div class="still" hidden>')[2].partition("</div>")[0]
    assert "<picture>" in still and 'loading="lazy"' in still
    assert f'<p class="on-paper">Watch it at http://testserver{film.get_absolute_url()}</p>' in page


@pytest.mark.parametrize("file", ["films/a.mp4", "films/a.webm"])
def test_a_film_in_one_format_alone_is_shown_and_can_be_downloaded(client, file):
    film = make_video(url="", width=1280, height=720, **{file.rpartition(".")[2]: file})
    page = client.get(film.get_absolute_url()).text
    assert re.search(rf'<a href="/media/{file}">\s*Download the film\s*</a>', page)
