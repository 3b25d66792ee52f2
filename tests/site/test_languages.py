"""The same house in another language, at an address of its own."""

import pytest
from django.utils import translation

from tests.factories import make_article, make_petition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english_and_arabic(settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    with translation.override("en"):  # and back to it afterwards
        yield


def test_arabic_has_a_prefix_and_is_read_from_right_to_left(client):
    page = client.get("/ar/")
    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl"' in page.text
    assert page["Content-Language"] == "ar"
    assert 'href="/ar/articles/"' in page.text
    assert 'href="/articles/"' not in page.text


def test_the_sites_own_language_has_none(client):
    make_article(slug="ink")
    assert '<html lang="en" data' in client.get("/articles/ink/").text
    assert '<html lang="ar" dir="rtl"' in client.get("/ar/articles/ink/").text
    assert client.get("/articles/ink/")["Content-Language"] == "en"
    assert client.get("/en/articles/ink/").status_code == 404


def test_every_cache_may_keep_both(client):
    for path in ("/", "/ar/"):
        answer = client.get(path)
        assert answer["Cache-Control"].startswith("public")
        assert "Vary" not in answer


def test_a_form_in_arabic_leads_on_in_arabic(client):
    make_petition(slug="ink")
    page = client.get("/ar/petitions/ink/")
    assert 'name="language" value="ar"' in page.text
    assert '"/petitions/ink/' not in page.text


@pytest.mark.parametrize("path", ["/fr/", "/xx/articles/", "/ar", "/AR/articles/"])
def test_a_language_we_do_not_speak_is_not_found(client, path):
    assert client.get(path).status_code in {301, 404}


def test_machines_addresses_have_no_language(client):
    for path in ("/robots.txt", "/sitemap.xml", "/healthz"):
        assert client.get(path).status_code == 200
        assert client.get(f"/ar{path}").status_code == 404
