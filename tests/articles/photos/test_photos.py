"""The gallery, and pictures inside texts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_album, make_article, make_photo, make_staff

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
    with django_assert_num_queries(3):
        client.get("/photos/")


def test_neighbours_made_public_at_the_same_moment_are_not_passed_over(client):
    now = timezone.now()
    for slug in ("one", "two", "three"):
        make_photo(slug=slug, published_at=now)
    page = client.get("/photos/two/").text
    assert 'href="/photos/one/" rel="prev"' in page
    assert 'href="/photos/three/" rel="next"' in page


def test_an_album_has_its_own_order_and_only_what_is_public(client):
    one, two, three = (make_photo(slug=slug, title=slug.title()) for slug in ("one", "two", "three"))
    secret = make_photo(slug="secret", title="Secret", published_at=None)
    gone = make_photo(slug="gone", title="Gone", consent="withdrawn")
    album = make_album(
        photos=[three, secret, one, gone, two], slug="night", title="Night shift", summary="In the cellar."
    )
    page = client.get(album.get_absolute_url()).text
    assert re.findall(r'href="/photos/albums/night/(\w+)/"', page) == ["three", "one", "two"]
    assert "Secret" not in page
    assert "Gone" not in page
    assert '<a href="/photos/albums/night/" lang="en" dir="ltr">Night shift</a>' in client.get("/photos/").text


def test_in_an_album_the_links_go_through_the_album(client):
    one, two, three = (make_photo(slug=slug, title=slug.title()) for slug in ("one", "two", "three"))
    make_photo(slug="other")
    make_album(photos=[three, one, two], slug="night")
    page = client.get("/photos/albums/night/one/").text
    assert 'href="/photos/albums/night/three/" rel="prev"' in page
    assert 'href="/photos/albums/night/two/" rel="next"' in page
    assert "2 of 3" in page
    assert '<link rel="canonical" href="http://testserver/photos/one/">' in page
    for path in ("night/other/", "night/nothing/", "nothing/one/", "nothing/"):
        assert client.get(f"/photos/albums/{path}").status_code == 404


def test_a_draft_album_is_for_the_staff(client):
    make_album(photos=[make_photo(slug="one")], slug="night", title="Night shift", published_at=None)
    assert "Night shift" not in client.get("/photos/").text
    assert "night" not in client.get("/sitemap.xml").text
    paths = ("/photos/albums/night/", "/photos/albums/night/one/")
    assert [client.get(path).status_code for path in paths] == [404, 404]
    client.force_login(make_staff())
    assert [client.get(path).status_code for path in paths] == [200, 200]


@pytest.mark.parametrize("many", [1, 3])
def test_an_album_takes_the_same_few_queries(client, django_assert_num_queries, many):
    album = make_album(photos=[make_photo() for _ in range(many)])
    with django_assert_num_queries(3):
        client.get(album.get_absolute_url())
