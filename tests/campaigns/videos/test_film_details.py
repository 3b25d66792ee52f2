"""A pasted film gets title and still from its host where the site asks it, and stands without both where it cannot."""

import json
import time
from urllib.parse import urlencode

import pytest
from PIL import Image

from campaigns.models import Video
from campaigns.videos import film_details, linked_videos, redrawing
from campaigns.videos.stills import still_of
from tests.drawing import drawn
from tests.factories import make_campaign, make_picture_file, make_staff
from tests.loopback import page, redirect, serving

pytestmark = pytest.mark.django_db

FILM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
ASKED = f"/oembed?{urlencode({'format': 'json', 'url': FILM})}"


@pytest.fixture
def host(settings):
    """A server on this machine that stands in for YouTube; ``answers`` is what it says."""
    with serving({}) as server:
        settings.FETCH_ALLOWED_LOOPBACK = [server.host_port]
        settings.FILM_DETAILS_HOSTS = [f"www.youtube.com={server.url('')}"]
        film_details.forget_silence()
        yield server
        film_details.forget_silence()


def oembed(**said):
    return page(json.dumps(said), content_type="application/json")


def pasted(title="Water"):
    """Take the film in, as a text with this title does, and let its host be asked."""
    slug = linked_videos.take("https://youtu.be/dQw4w9WgXcQ", make_staff("clara"), title, "en")
    film = Video.objects.get(slug=slug)
    linked_videos.ask_its_host.call(film.pk)
    film.refresh_from_db()
    return film


def test_title_maker_and_still_come_from_the_host(host):
    still = drawn("JPEG", (640, 480))
    host.answers[ASKED] = oembed(title="The <b>well</b>\n", author_name="Amina", thumbnail_url=host.url("/still.jpg"))
    host.answers["/still.jpg"] = page(still, content_type="image/jpeg")
    film = pasted()
    assert (film.title, film.credit, film.source_url) == ("The <b>well</b>", "Amina", host.url("/still.jpg"))
    # Without the black bars of the 4:3 still.
    assert (film.width, film.height) == (640, 360)
    assert b"showing a film" in host.requests[0]
    # What its host says of it is no secret of the text, so the next one shows the same film.
    assert linked_videos.take(FILM, make_staff("bob"), "Another", "en") == film.slug


@pytest.mark.parametrize(
    "answer",
    [
        page(status="404 Not Found"),
        page("not json", content_type="application/json"),
        page("[" * 5000, content_type="application/json"),
        page("[]", content_type="application/json"),
        page('{"title": 7}', content_type="application/json"),
        page("x" * 70_000, content_type="application/json"),
        redirect("http://169.254.169.254/latest/meta-data/"),
    ],
)
def test_a_host_that_says_nothing_of_use_leaves_the_film_as_it_was_made(host, answer):
    host.answers[ASKED] = answer
    film = pasted()
    assert (film.title, film.credit, film.source_url) == ("Film in “Water”", "", "")
    assert redrawing.has_drawn_still(film)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/still.jpg", "http://10.0.0.1/a.jpg", "file:///etc/passwd"])
def test_a_still_is_fetched_from_the_open_web_only(host, address):
    host.answers[ASKED] = oembed(title="The well", thumbnail_url=address)
    film = pasted()
    assert (film.title, film.source_url) == ("The well", "")


def test_a_still_that_is_none_is_left(host):
    host.answers[ASKED] = oembed(title="The well", thumbnail_url=host.url("/still.jpg"))
    host.answers["/still.jpg"] = page("<script>", content_type="image/jpeg")
    film = pasted()
    assert (film.title, film.source_url, film.width) == ("The well", "", 1280)


def test_a_host_that_hangs_is_waited_for_once(host, monkeypatch):
    monkeypatch.setattr(film_details, "SECONDS", 0.3)
    host.answers[ASKED] = lambda connection, stopped: stopped.wait(10)
    began = time.monotonic()
    film = pasted()
    assert film.title == "Film in “Water”"
    linked_videos.ask_its_host.call(film.pk)
    assert time.monotonic() - began < 3
    assert len(host.requests) == 1


def test_a_host_that_the_settings_do_not_name_is_not_asked(host, settings):
    settings.FILM_DETAILS_HOSTS = ["vimeo.com"]
    host.answers[ASKED] = oembed(title="The well")
    assert pasted().title == "Film in “Water”"
    assert host.requests == []


@pytest.mark.parametrize(
    ("address", "named", "path"),
    [
        ("https://vimeo.com/76979871", "vimeo.com", "/api/oembed.json"),
        ("https://dai.ly/x8abcde", "www.dailymotion.com", "/services/oembed"),
        ("https://framatube.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d", "framatube.org", "/services/oembed"),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "www.youtube.com", "/oembed"),
        ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "www.youtube.com", "/oembed"),
    ],
)
def test_each_host_is_asked_at_its_own_place(host, settings, address, named, path):
    settings.FILM_DETAILS_HOSTS = [f"{named}={host.url('')}"]
    slug = linked_videos.take(address, make_staff("clara"), "Water", "en")
    linked_videos.ask_its_host.call(Video.objects.get(slug=slug).pk)
    (asked,) = host.requests
    assert asked.startswith(f"GET {path}?format=json&url=https%3A%2F%2F".encode())


def test_a_drawn_still_follows_title_and_campaign_until_somebody_chooses_another(host):
    film = pasted()
    campaign = make_campaign(signal="green")
    before = film.kept
    film.campaign, film.title = campaign, "The dry well"
    redrawing.redraw(film, before)
    film.save()
    assert redrawing.has_drawn_still(film)
    with Image.open(film.file.storage.open(film.file.name)) as still:
        assert still.getpixel((5, 700)) == pytest.approx((0, 0xC0, 0x70), abs=4)
    film.file = make_picture_file()
    film.save()
    name, before = film.file.name, film.kept
    film.title = "Another title"
    redrawing.redraw(film, before)
    assert film.file.name == name


def test_a_title_that_an_editor_gave_it_meanwhile_stays(host):
    slug = linked_videos.take(FILM, make_staff("clara"), "Water", "en")
    film = Video.objects.get(slug=slug)
    film.title, film.credit = "Our own title", "Bob"
    film.file = still_of(film)
    film.save()
    host.answers[ASKED] = oembed(title="The well", author_name="Amina")
    linked_videos.ask_its_host.call(film.pk)
    film.refresh_from_db()
    assert (film.title, film.credit) == ("Our own title", "Bob")


def test_a_still_that_an_editor_chose_while_the_host_thought_stays(host, monkeypatch):
    slug = linked_videos.take(FILM, make_staff("clara"), "Water", "en")
    film = Video.objects.get(slug=slug)
    asked = film_details.ask

    def ask_slowly(*args):
        details = asked(*args)
        film.file = make_picture_file()
        film.save()
        return details

    host.answers[ASKED] = oembed(title="The well")
    monkeypatch.setattr(film_details, "ask", ask_slowly)
    linked_videos.ask_its_host.call(film.pk)
    name = film.file.name
    film.refresh_from_db()
    assert (film.file.name, film.title) == (name, "Film in “Water”")


def test_a_film_that_was_deleted_while_the_host_thought_is_no_failure(host, monkeypatch):
    slug = linked_videos.take(FILM, make_staff("clara"), "Water", "en")
    film = Video.objects.get(slug=slug)
    asked = film_details.ask

    def ask_slowly(*args):
        details = asked(*args)
        Video.objects.all().delete()
        return details

    host.answers[ASKED] = oembed(title="The well")
    monkeypatch.setattr(film_details, "ask", ask_slowly)
    linked_videos.ask_its_host.call(film.pk)
    assert len(host.requests) == 1
    assert not Video.objects.exists()
