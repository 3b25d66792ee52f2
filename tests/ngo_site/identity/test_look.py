"""Olga gives the site a colour and a logo."""

import io
import re

import pytest
from PIL import Image

from core import identity
from core.identity.models import Identity
from tests.factories import make_account, make_picture_file

pytestmark = pytest.mark.django_db
PAGE = "/admin/core/identity/1/change/"
GREEN = "#0b6e4f"


@pytest.fixture
def olga(client):
    client.force_login(make_account("administrator"))
    return client


def send(client, **fields):
    answer = client.post(
        PAGE, {"name": "Ink", "email": "hello@example.org", "colour": "#2a1fff", "place_articles": "1", **fields}
    )
    identity.read()
    return answer


def links(client, rel):
    return re.findall(rf'<link rel="{rel}"\s+href="([^"]+)"', client.get("/").text)


def test_a_colour_is_a_stylesheet_of_our_own_that_is_kept_for_ever(olga):
    before = links(olga, "stylesheet")
    send(olga, colour=GREEN)
    *others, theme = links(olga, "stylesheet")
    assert others == before
    answer = olga.get(theme)
    assert f"--signal: {GREEN}" in answer.text
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    send(olga, colour="#7a1f5c")
    assert links(olga, "stylesheet") == [*before, olga.get(theme).url]
    send(olga)
    assert links(olga, "stylesheet") == before
    assert Identity.objects.get().colour == ""


@pytest.mark.parametrize(
    ("field", "colour", "said"),
    [
        ("colour", "#fffff0", "#fffff0 can hardly be told from white paper: the contrast is 1.0:1"),
        ("colour", "green", "Please write a colour as # and six figures"),
        ("colour_by_night", "#333333", "cannot be read on dark screens: the contrast is 1.3:1 and has to be 4.5:1"),
    ],
)
def test_a_colour_that_nobody_can_see_is_refused_and_a_better_one_named(olga, field, colour, said):
    answer = send(olga, **{field: colour})
    assert said in answer.text
    assert f'value="{colour}"' in answer.text
    assert not Identity.objects.exists()
    if better := re.search(r"such as (#[0-9a-f]{6})(?:\.|, or leave)", answer.text.partition(said)[2]):
        assert send(olga, **{field: better[1]}).status_code == 302


def test_the_drawing_says_what_becomes_of_a_pale_colour(olga):
    seen = olga.get("/admin/core/identity/preview/", {"colour": "#ffd400", "name": "Encre"}).text
    assert 'fill="#ffd400"' in seen
    assert "ENCRE" in seen
    assert re.search(r"Links take #[0-9a-f]{6}, for #ffd400 would have 1\.2:1; words need 4\.5:1\.", seen)
    assert "<script" not in olga.get("/admin/core/identity/preview/", {"colour": "<script>", "name": "<script>"}).text


def test_nobody_else_sees_the_drawing(client):
    client.force_login(make_account("editor"))
    assert client.get("/admin/core/identity/preview/").status_code == 403


def test_a_logo_stands_at_the_head_and_becomes_the_icon(olga):
    assert send(olga, file=make_picture_file()).status_code == 302
    head = olga.get("/").text.partition("<header")[2].partition("</header>")[0]
    logo = Identity.objects.get()
    assert f'src="{logo.file.url}"' in head
    assert 'alt=""' in head
    assert "<span>Ink</span>" in head
    send(olga, name_in_logo="on")
    head = olga.get("/").text.partition("<header")[2].partition("</header>")[0]
    assert 'alt="Ink"' in head
    assert "<span>Ink</span>" not in head
    assert logo.file.url in olga.get("/").text.partition('"logo"')[2][:200]


def icon_of(client, rel="icon"):
    answer = client.get(links(client, rel)[0])
    assert answer.headers["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(answer.content))


def test_the_icon_is_the_letter_in_the_colour_or_a_logo_that_is_nearly_square(olga):
    send(olga, colour=GREEN)
    letter = icon_of(olga, "apple-touch-icon")
    assert (letter.size, letter.convert("RGB").getpixel((1, 1))) == ((180, 180), (0x0B, 0x6E, 0x4F))
    send(olga, colour=GREEN, file=make_picture_file())
    logo = icon_of(olga)
    assert (logo.size, logo.convert("RGB").getpixel((0, 0))) == ((48, 48), (255, 255, 255))
    assert logo.convert("RGB").getpixel((24, 24)) == (0x2A, 0x1F, 0xFF)
    assert olga.get(links(olga, "icon")[0].replace("-48", "-49")).status_code == 404


def test_a_drawing_with_scripts_is_refused(olga):
    svg = io.BytesIO(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    svg.name = "logo.svg"
    assert "This is an SVG drawing" in send(olga, file=svg).text
    assert not Identity.objects.exists()


def test_share_pictures_wear_the_colour(olga):
    send(olga, colour=GREEN)
    address = re.search(r'property="og:image" content="http://testserver([^"]+)"', olga.get("/").text)[1]
    picture = Image.open(io.BytesIO(olga.get(address).content))
    assert max(abs(a - b) for a, b in zip(picture.getpixel((5, 5)), (0x0B, 0x6E, 0x4F), strict=True)) < 6
