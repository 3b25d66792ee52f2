"""The same house in another language, at an address of its own."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.utils import translation

from campaigns.models import PetitionUpdate
from campaigns.petitions.news import letters
from campaigns.posters import poster_kit
from newsletters.sending import send_off
from tests.factories import make_article, make_issue, make_petition, make_poster, make_subscriber
from tests.newsletters.mailing import part, sent

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
    assert '"/petitions/ink/' not in page.text.split("</header>")[1]


@pytest.mark.parametrize("path", ["/fr/", "/xx/articles/", "/ar", "/AR/articles/"])
def test_a_language_we_do_not_speak_is_not_found(client, path):
    assert client.get(path).status_code in {301, 404}


def test_machines_addresses_have_no_language(client):
    for path in ("/robots.txt", "/sitemap.xml", "/healthz"):
        assert client.get(path).status_code == 200
        assert client.get(f"/ar{path}").status_code == 404


def test_every_page_leads_to_itself_in_the_other_languages(client):
    make_article(slug="ink")
    in_english, in_arabic = client.get("/articles/ink/").text, client.get("/ar/articles/ink/").text
    assert 'href="/ar/articles/ink/" hreflang="ar" lang="ar" dir="rtl" rel="alternate">العربية<' in in_english
    assert 'href="/articles/ink/" hreflang="en" lang="en" dir="ltr" rel="alternate">English<' in in_arabic


def test_a_site_of_one_language_offers_no_other(client, settings):
    settings.LANGUAGES = [("en", "English")]
    assert "hreflang" not in client.get("/").text


def test_a_translation_is_read_with_the_interface_in_its_language(client):
    original = make_article(slug="ink")
    make_article(slug="hibr", language="ar", translation_of=original)
    make_article(slug="encre", language="fr", translation_of=original)
    page = client.get("/articles/ink/").text
    assert 'href="/ar/articles/hibr/" hreflang="ar"' in page
    assert 'href="/articles/encre/" hreflang="fr"' in page  # the interface speaks no French here
    petition = make_petition(slug="free")
    make_petition(slug="huriya", language="ar", translation_of=petition)
    assert 'href="/ar/petitions/huriya/" lang="ar"' in client.get("/petitions/free/").text
    assert 'href="/petitions/free/" lang="en"' in client.get("/ar/petitions/huriya/").text


def test_a_letters_links_speak_its_readers_language(settings):
    for language in ("ar", "fr"):
        make_subscriber(email=f"{language}@example.org", status="confirmed", language=language)
        issue = make_issue(language=language)
        send_off(issue)
        text = part(sent()[f"{language}@example.org"], "plain")
        prefix = "/ar" if language == "ar" else ""
        assert f"{settings.SITE_URL}{prefix}/newsletter/{issue.pk}/" in text
        assert f"{settings.SITE_URL}{prefix}/newsletter/unsubscribe/" in text


def test_news_of_a_petition_leads_to_it_in_its_language():
    petition = make_petition(slug="huriya", language="ar")
    (letter,) = letters(PetitionUpdate(petition=petition, title="It goes on", body="<p>Well.</p>"))
    assert "/ar/petitions/huriya/#story" in letter.issue.body


def test_a_posters_kit_names_an_address_that_there_is():
    for language, path in [("ar", "/ar/posters/ar/"), ("fr", "/posters/fr/")]:
        kit = b"".join(poster_kit.stream(make_poster(slug=language, language=language)))
        with zipfile.ZipFile(io.BytesIO(kit)) as files:
            assert f"testserver{path}\r\n" in files.read(f"{language}/README.txt").decode()


def test_english_times_are_written_as_on_the_public_pages(admin_client):
    letter = make_issue(queued_at=datetime(2026, 10, 20, 17, 7, tzinfo=UTC))
    assert "20 Oct 2026, 17:07" in admin_client.get(f"/admin/newsletters/issue/{letter.pk}/change/").text
