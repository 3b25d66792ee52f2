"""The gallery, and pictures inside texts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_article, make_photo

pytestmark = pytest.mark.django_db


def test_the_gallery_shows_what_is_public(client):
    make_photo(title="Type case")
    make_photo(title="Secret", published_at=None)
    page = client.get("/photos/").text
    assert "Type case" in page
    assert "Secret" not in page


def test_a_photograph_stands_with_caption_credit_and_licence(client):
    photo = make_photo(
        alt="Metal letters.",
        caption="A compositor knows the case by hand.",
        credit="Bob Reader",
        licence="CC BY 4.0",
        source_url="https://photos.example/1",
    )
    page = client.get(photo.get_absolute_url()).text
    for shown in (
        'alt="Metal letters."',
        "A compositor knows the case by hand.",
        "Bob Reader",
        "CC BY 4.0",
        'href="https://photos.example/1"',
    ):
        assert shown in page


def test_previous_and_next_pass_over_what_is_not_in_the_gallery(client):
    now = timezone.now()
    for slug, days in {"one": 3, "two": 2, "three": 1, "secret": -1}.items():
        make_photo(slug=slug, published_at=now - timedelta(days=days))
    page = client.get("/photos/two/").text
    assert 'href="/photos/one/" rel="prev"' in page
    assert 'href="/photos/three/" rel="next"' in page
    assert "secret" not in client.get("/photos/three/").text
    assert client.get("/photos/secret/").status_code == 404


def test_a_picture_in_a_text_is_shown_whether_or_not_it_is_in_the_gallery(client):
    make_photo(slug="press", published_at=None, alt="A press.", caption="In the cellar.", credit="Bob")
    article = make_article(body='<p>See:</p><p><img data-embed="photo:press" src="/media/x.png" alt=""></p>')
    page = client.get(article.get_absolute_url()).text
    assert 'alt="A press."' in page
    assert "In the cellar." in page
    assert "Bob" in page
    assert "/media/x.png" not in page


def test_card_of_a_draft_article_leaves_nothing(client):
    make_article(slug="secret", title="Secret", published_at=None)
    article = make_article(body='<p data-embed="article:secret"></p>')
    assert "ecret" not in client.get(article.get_absolute_url()).text


def test_card_of_an_article_leads_to_it(client):
    make_article(slug="other", title="The other one", summary="Read it too.")
    page = client.get(make_article(body='<p data-embed="article:other"></p>').get_absolute_url()).text
    assert 'href="/articles/other/"' in page
    assert "Read it too." in page


@pytest.mark.parametrize("many", [1, 3, 20])
def test_the_gallery_takes_the_same_few_queries(client, django_assert_num_queries, many):
    for _ in range(many):
        make_photo()
    with django_assert_num_queries(2):
        client.get("/photos/")
