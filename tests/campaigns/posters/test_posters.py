"""Posters in all sizes, their kits, series and languages."""

import io
import re
import zipfile
from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from pypdf import PdfReader

from campaigns.models import PosterFile, PosterSeries
from campaigns.posters.print_sheet import sheet, with_bleed
from campaigns.posters.sizes import edge_colour, make_sizes, on_ground
from campaigns.sharing.cards import qr_code
from core.media.pictures import DevelopedPicture
from publishing.checks import problems, suggestions
from tests.factories import make_campaign, make_pdf, make_petition, make_poster, make_video

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


def drawn_poster(**fields):
    poster = make_poster(file=paper(), **fields)
    make_sizes.call(poster.pk)
    poster.refresh_from_db()
    return poster


def paper(width=300, height=424, colour="#ff4a1c"):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return DevelopedPicture(buffer.getvalue(), width, height, "png")


def opened(poster, size):
    return default_storage.open(poster.made[size])


def millimetres(box):
    return [round(float(value) / MM, 1) for value in box]


def test_a_poster_is_made_in_all_sizes():
    poster = drawn_poster()
    assert set(poster.made) == {"story", "square", "web", "a4", "a3"}
    assert Image.open(opened(poster, "story")).size == (1080, 1920)
    assert Image.open(opened(poster, "square")).size == (1080, 1080)
    assert Image.open(opened(poster, "web")).size == (300, 424)


@pytest.mark.parametrize(("size", "wide", "high"), [("a4", 210, 297), ("a3", 297, 420)])
def test_sheets_have_the_boxes_that_printers_need(size, wide, high):
    poster = drawn_poster(title="Ink", words="Ink is\nnot a weapon")
    page = PdfReader(opened(poster, size)).pages[0]
    assert millimetres(page.trimbox) == [10, 10, 10 + wide, 10 + high]
    assert millimetres(page.bleedbox) == [7, 7, 13 + wide, 13 + high]
    assert millimetres(page.mediabox) == [0, 0, 20 + wide, 20 + high]
    about = PdfReader(opened(poster, size)).metadata
    assert (about.title, about.subject) == ("Ink", "Ink is not a weapon")


@pytest.mark.parametrize("size", ["a4", "a3"])
def test_sheets_name_no_font_that_is_not_in_them(size):
    page = PdfReader(opened(drawn_poster(qr_in_print=True, petition=make_petition()), size)).pages[0]
    assert dict(page["/Resources"].get("/Font", {})) == {}
    assert b"Tf" not in page.get_contents().get_data()


@pytest.mark.parametrize(("drawn", "asked"), [((5000, 7072), 300), ((3508, 4961), 300), ((1400, 1980), 120)])
def test_the_picture_on_a_sheet_has_what_printers_ask_for_where_it_is_there(drawn, asked):
    about = {"title": "", "author": "", "subject": "", "language": "en"}
    page = PdfReader(io.BytesIO(sheet(Image.new("RGB", drawn, "red"), (297, 420), about))).pages[0]
    (picture,) = page.images
    assert picture.image.width / (303 / 25.4) == pytest.approx(asked, rel=0.01)  # with 3 mm of bleed at each side


def test_a_picture_too_coarse_for_a_large_sheet_is_told_and_keeps_no_poster_back():
    coarse, fine = make_poster(), make_poster()
    printed = make_poster(printable=make_pdf(name="ink.pdf"))
    for poster, size in ((coarse, (1000, 1414)), (fine, (3508, 4961)), (printed, (1000, 1414))):
        poster.width, poster.height = size
    assert ["86 pixels an inch" in one.message for one in suggestions(coarse)] == [True]
    assert suggestions(fine) == suggestions(printed) == []
    assert "file" not in {problem.field for problem in problems(coarse)}


def test_a_code_in_svg_has_a_size_that_can_be_seen():
    code = qr_code("https://example.org/ذاكرة/").decode()
    width, height, box = re.match(r'<svg width="(\d+)" height="(\d+)" .*?viewBox="0 0 (\d+) \d+"', code).groups()
    assert width == height == f"{box}0"


def test_a_wide_picture_gets_a_wide_sheet():
    wide = Image.new("RGB", (424, 300))
    page = PdfReader(io.BytesIO(sheet(wide, (210, 297), {"title": "", "author": "", "subject": "", "language": "en"})))
    assert millimetres(page.pages[0].trimbox)[2:] == [307, 220]


def test_the_bleed_draws_the_edge_out_and_cuts_nothing():
    image = Image.new("RGB", (210, 297), "white")
    image.paste("red", (0, 0, 1, 297))
    bled = with_bleed(image, (210 * MM, 297 * MM))
    assert bled.size == (216, 303)
    assert [bled.getpixel((x, 150)) for x in (0, 3, 4)] == [(255, 0, 0), (255, 0, 0), (255, 255, 255)]


def test_nothing_is_cut_from_a_poster_in_another_shape():
    image = Image.new("RGB", (100, 100), "yellow")
    image.paste("black", (40, 40, 60, 60))
    ground = on_ground(image, (108, 192))
    assert edge_colour(image) == (255, 255, 0)
    assert [ground.getpixel((54, y)) for y in (0, 96, 191)] == [(255, 255, 0), (0, 0, 0), (255, 255, 0)]


def test_the_code_in_the_corner_only_when_it_is_wanted():
    plain, coded = drawn_poster(), drawn_poster(qr_in_print=True)
    contents = [PdfReader(opened(one, "a4")).pages[0].get_contents().get_data() for one in (plain, coded)]
    assert contents[1].count(b" re") > 100 > contents[0].count(b" re")


def test_a_new_picture_takes_the_old_sizes_away(django_capture_on_commit_callbacks):
    poster = drawn_poster()
    before = list(poster.made.values())
    with django_capture_on_commit_callbacks(execute=True):
        poster.title = "Another title"
        poster.save()
    assert poster.made == {}
    assert not any(map(default_storage.exists, before))


def test_sizes_of_a_poster_that_was_deleted_meanwhile_leave_nothing():
    poster = make_poster(file=paper())
    pk = poster.pk
    poster.delete()
    make_sizes.call(pk)


def kit_of(client, poster):
    answer = client.get(f"/posters/{poster.slug}/kit.zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{poster.slug}.zip"'
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_kit_holds_every_size_the_licence_and_words(client):
    petition = make_petition()
    poster = drawn_poster(
        slug="ink", petition=petition, suggested_text="Nine kilograms.", licence="CC BY 4.0", credit="Bob",
        printable=make_pdf(name="ink.pdf"),
    )  # fmt: skip
    kit = kit_of(client, poster)
    assert kit.testzip() is None
    assert sorted(kit.namelist()) == [
        "ink/LICENCE.txt", "ink/README.txt", "ink/ink-a3.pdf", "ink/ink-a4.pdf", "ink/ink-original.png",
        "ink/ink-print.pdf", "ink/ink-square.png", "ink/ink-story.png", "ink/ink-web.png",
        "ink/qr-code.png", "ink/qr-code.svg",
    ]  # fmt: skip
    readme, licence = (kit.read(f"ink/{name}.txt").decode("utf-8-sig") for name in ("README", "LICENCE"))
    assert "Nine kilograms." in readme
    assert f"http://testserver{petition.get_absolute_url()}" in readme
    assert "CC BY 4.0" in licence
    assert "Bob" in licence
    assert Image.open(kit.open("ink/qr-code.png")).width > 200


def test_the_kit_of_a_draft_is_nobodys(client):
    poster = drawn_poster(slug="secret", published_at=None)
    for path in ("kit.zip", "qr.svg", "qr.png"):
        assert client.get(f"/posters/{poster.slug}/{path}").status_code == 404


def test_ones_own_file_stands_in_for_the_one_that_is_made(client):
    poster = drawn_poster(slug="ink")
    own = PosterFile(poster=poster, size="square", file=paper(500, 500, "#00c070"))
    own.full_clean()
    own.save()
    kit = kit_of(client, poster)
    assert Image.open(kit.open("ink/ink-square.png")).size == (500, 500)


@pytest.mark.parametrize(
    ("size", "file", "words"),
    [
        ("square", paper(300, 424), "300 × 424"),
        ("a4", paper(), "looks like PNG"),
        ("story", ContentFile(b"%PDF-1.7", name="story.png"), "This is a PDF"),
    ],
)
def test_ones_own_file_must_fit_its_size(size, file, words):
    with pytest.raises(ValidationError) as refused:
        PosterFile(poster=make_poster(), size=size, file=file).full_clean()
    assert words in " ".join(refused.value.messages)


def test_the_code_leads_to_what_is_public():
    campaign = make_campaign()
    secret = make_petition(published_at=None)
    assert make_poster(petition=secret, campaign=campaign).leads_to == campaign
    alone = make_poster(petition=secret)
    assert alone.leads_to == alone
    petition = make_petition()
    assert make_poster(petition=petition, campaign=campaign).leads_to == petition


def test_posters_in_several_languages_know_each_other(client):
    english = make_poster(slug="ink", language="en")
    make_poster(slug="encre", language="fr", translation_of=english)
    make_poster(slug="tinte", language="de", translation_of=english, published_at=None)
    for slug, other in (("ink", "encre"), ("encre", "ink")):
        page = client.get(f"/posters/{slug}/").text
        assert f'href="/posters/{other}/"' in page
        assert "tinte" not in page


def test_a_series_shows_its_public_posters_in_their_order(client):
    series = PosterSeries.objects.create(title="Six copies", slug="six-copies")
    assert client.get("/posters/series/six-copies/").status_code == 404
    make_poster(title="Draft", series=series, published_at=None)
    assert client.get("/posters/series/six-copies/").status_code == 404
    make_poster(title="Second", series=series, place=2)
    make_poster(title="First", series=series, place=1)
    page = client.get("/posters/series/six-copies/").text
    assert page.index("First") < page.index("Second")
    assert "Draft" not in page
    assert "Six copies" in client.get("/posters/").text


def test_a_poster_and_a_film_are_passed_on_by_plain_links_and_ask_nobody_to_sign(client):
    for obj in (make_poster(slug="ink"), make_video(slug="ink")):
        page = client.get(obj.get_absolute_url()).text
        assert "one person who should see it" in page and "who would sign" not in page
        assert f"https://bsky.app/intent/compose?text={quote(obj.title, safe='')}" in page
