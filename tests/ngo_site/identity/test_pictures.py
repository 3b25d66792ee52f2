"""Olga gives the site a logo for dark screens and a picture that its pages are shared with."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from core import identity
from core.identity.models import IdentityPicture
from tests.factories import make_account, make_article, make_photo, make_picture_file

pytestmark = pytest.mark.django_db
PAGE = "/admin/core/identity/1/change/"
RED = (255, 0, 0)


@pytest.fixture
def olga(client):
    client.force_login(make_account("administrator"))
    return client


def send(client, **fields):
    form = {"name": "Ink", "email": "hello@example.org", "colour": "#2a1fff", "place_articles": "1"}
    answer = client.post(PAGE, form | fields)
    identity.read()
    return answer


def head(client):
    return client.get("/").text.partition("<header")[2].partition("</header>")[0]


def shared(client, path):
    address = re.search(r'property="og:image" content="http://testserver([^"]+)"', client.get(path).text)[1]
    picture = Image.open(io.BytesIO(client.get(address).content))
    assert picture.size == (1200, 630)
    return picture


def is_red(picture):
    return all(abs(part - wanted) < 6 for part, wanted in zip(picture.getpixel((600, 315)), RED, strict=True))


def test_dark_screens_get_a_logo_of_their_own(olga):
    send(olga, file=make_picture_file())
    assert "<source" not in head(olga)
    assert send(olga, logo_by_night=make_picture_file("white")).status_code == 302
    by_night = IdentityPicture.objects.get(use="night").file.url
    assert re.search(rf'media="\(prefers-color-scheme: dark\)"\s+srcset="{by_night}"', head(olga))
    assert by_night in olga.get(PAGE).text
    assert by_night in olga.get("/admin/core/identity/preview/").text


def test_it_stays_until_it_is_taken_away(olga, django_capture_on_commit_callbacks):
    send(olga, file=make_picture_file(), logo_by_night=make_picture_file("white"))
    name = IdentityPicture.objects.get().file.name
    send(olga, tagline="Never dry")
    assert IdentityPicture.objects.get().file.name == name
    with django_capture_on_commit_callbacks(execute=True):
        send(olga, **{"logo_by_night-clear": "on"})
    assert "<source" not in head(olga)
    assert not default_storage.exists(name)


def test_a_logo_for_dark_screens_alone_is_refused(olga):
    assert "Please choose the logo itself, too" in send(olga, logo_by_night=make_picture_file("white")).text
    assert not IdentityPicture.objects.exists()


@pytest.mark.parametrize("field", ["file", "logo_by_night"])
def test_a_logo_that_is_far_too_large_is_refused(olga, field):
    logos = {"file": make_picture_file(), field: make_picture_file(size=(4100, 10))}
    assert "A logo needs at most 4000 pixels each way." in send(olga, **logos).text


@pytest.mark.parametrize("field", ["logo_by_night", "sharing_picture"])
def test_what_is_no_picture_is_refused(olga, field):
    svg = io.BytesIO(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    svg.name = "picture.svg"
    assert "This is an SVG drawing" in send(olga, **{"file": make_picture_file(), field: svg}).text
    assert not IdentityPicture.objects.exists()


def test_pages_without_a_picture_of_their_own_are_shared_with_that_of_the_organisation(olga):
    make_article(slug="plain")
    make_article(slug="with", picture=make_photo(file=make_picture_file("green")))
    assert not is_red(shared(olga, "/articles/plain/"))
    assert send(olga, sharing_picture=make_picture_file("red", size=(1600, 1200))).status_code == 302
    assert [is_red(shared(olga, path)) for path in ("/", "/articles/plain/", "/articles/with/")] == [True, True, False]


def test_where_its_file_is_lost_words_are_drawn(olga):
    send(olga, sharing_picture=make_picture_file("red", size=(1600, 1200)))
    default_storage.delete(IdentityPicture.objects.get().file.name)
    assert not is_red(shared(olga, "/"))


def test_a_picture_too_small_to_be_shared_is_refused(olga):
    said = send(olga, sharing_picture=make_picture_file(size=(599, 400))).text
    assert "This picture is too small to be shared: it has to be 600 × 315 pixels or more." in said
