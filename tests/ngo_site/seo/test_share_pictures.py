"""The picture that stands for a page elsewhere."""

import io
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from core.media import drawing
from ngo_site.seo import share_pictures
from tests.factories import make_article, make_campaign, make_petition, make_photo
from tests.ngo_site.everything import make_everything

pytestmark = pytest.mark.django_db


def path_of(obj=None):
    return urlsplit(share_pictures.of(obj)["url"]).path


def test_everything_public_has_one_of_the_right_size_and_weight(client):
    for obj in [None, *make_everything()]:
        answer = client.get(path_of(obj))
        assert answer["Content-Type"] == "image/jpeg"
        assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
        assert len(answer.content) <= 100_000


def test_a_draft_has_none(client):
    for obj in make_everything(published_at=None):
        assert client.get(path_of(obj)).status_code == 404


def test_its_address_changes_with_what_is_seen_and_the_old_one_leads_to_the_new(client):
    article = make_article(title="Ink")
    before = path_of(article)
    article.summary = "Not on the picture"
    article.save()
    assert path_of(article) == before
    article.title = "Paper"
    article.save()
    assert path_of(article) != before
    assert client.get(before).url == share_pictures.of(article)["url"]


def test_it_wears_the_colour_of_the_campaign(client):
    petition = make_petition(campaign=make_campaign(signal="vermilion"))
    corner = Image.open(io.BytesIO(client.get(path_of(petition)).content)).getpixel((5, 5))
    assert all(abs(seen - meant) < 12 for seen, meant in zip(corner, (255, 74, 28), strict=True))


def test_a_photograph_that_was_taken_back_goes_from_the_picture_and_from_the_disk(client):
    photo = make_photo()
    article = make_article(picture=photo)
    client.get(path_of(article))
    folder = f"share/article-{article.pk}"
    before = default_storage.listdir(folder)[1]
    photo.consent = photo.Consent.WITHDRAWN
    photo.save()
    share_pictures.draw_what_changed()
    share_pictures.draw_picture.call("article", article.pk)
    after = default_storage.listdir(folder)[1]
    assert len(before) == len(after) == 1
    assert before != after


def test_a_picture_whose_file_is_lost_still_has_its_words(client):
    photo = make_photo()
    article = make_article(picture=photo)
    default_storage.delete(photo.file.name)
    assert client.get(path_of(article)).status_code == 200


@pytest.mark.parametrize(
    "title",
    ["Kurz",
     "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 2,
     "word " * 40, "ماذا يقول الصمت؟",
     "Тихо не значит безопасно", "Żółć i gęślą jaźń", "沈黙は答えではない", "😀"],
)  # fmt: skip
def test_any_title_can_be_drawn(title):
    assert drawing.draw(title[:200], "Sixth Copy", ("#ff6fae", "#0e0e10"), None)[:3] == b"\xff\xd8\xff"


def test_words_without_letters_of_ours_are_left_out_rather_than_shown_as_boxes():
    assert drawing.face_for("沈黙") is None
    assert drawing.face_for("Тихо").file.name == "sofia-sans-condensed.woff2"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_nothing_for_its_card(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_article(picture=make_photo())
    with django_assert_num_queries(2):
        client.get("/articles/")
