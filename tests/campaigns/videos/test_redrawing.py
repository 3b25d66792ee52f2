"""Stills that were drawn here say the organisation's name, and follow it."""

import pytest
from PIL import Image

from campaigns.videos.redrawing import follow_organisation, has_drawn_still, redraw_all
from campaigns.videos.stills import still_of
from core import identity
from core.identity.models import Identity
from core.jobs.models import Job
from tests.factories import make_account, make_campaign, make_picture_file, make_video

pytestmark = pytest.mark.django_db
PAGE = "/admin/core/identity/1/change/"
FORM = {"name": "Ink", "email": "hello@example.org", "colour": "#2a1fff", "place_articles": "1"}


@pytest.fixture
def olga(client):
    client.force_login(make_account("administrator"))
    client.post(PAGE, FORM)
    follow_organisation()
    return client


def make_film(**fields):
    film = make_video(**fields)
    film.file = still_of(film)
    film.save()
    return film


def asked():
    return Job.objects.filter(task_path="campaigns.videos.redrawing.redraw_all")


def test_drawn_stills_follow_the_name_and_the_colour(olga):
    own, green = make_film(), make_film(slug="green", campaign=make_campaign(signal="green"))
    chosen = make_video(slug="chosen", file=make_picture_file(size=(1280, 720)))
    before = {film.pk: film.file.name for film in (own, green, chosen)}
    olga.post(PAGE, {**FORM, "name": "Encre", "colour": "#0b6e4f"})
    follow_organisation()
    redraw_all.call(*asked().get().args_kwargs["args"])
    for film in (own, green):
        film.refresh_from_db()
        assert film.file.name != before[film.pk]
        assert has_drawn_still(film)
    with Image.open(own.file.storage.open(own.file.name)) as still:
        assert still.getpixel((5, 700)) == pytest.approx((0x0B, 0x6E, 0x4F), abs=4)
    chosen.refresh_from_db()
    assert chosen.file.name == before[chosen.pk]


def test_nothing_is_drawn_where_neither_name_nor_colour_changed(olga):
    olga.post(PAGE, {**FORM, "tagline": "Never dry"})
    follow_organisation()
    assert Identity.objects.get().tagline == "Never dry"
    assert not asked().exists()


def test_drawn_stills_follow_a_name_that_only_the_environment_changed(settings):
    follow_organisation()
    film = make_film()
    before = film.file.name
    settings.ORGANISATION = {**settings.ORGANISATION, "name": "Encre"}
    follow_organisation()
    redraw_all.call(*asked().get().args_kwargs["args"])
    film.refresh_from_db()
    assert film.file.name != before
    assert has_drawn_still(film)
    follow_organisation()
    assert asked().count() == 1


def test_the_name_is_that_in_the_film_s_language(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    Identity.objects.create(name="Ink", email="hello@example.org", words={"fr": {"name": "Encre"}})
    identity.read()
    film = make_film(language="fr")
    assert has_drawn_still(film)
    film.language = "en"
    assert not has_drawn_still(film)
