"""Who we are, what we keep, and reports, in several languages: each reader meets their own."""

import re

import pytest
from bs4 import BeautifulSoup

from organisation.models import Page, Report
from publishing.checks import exempt
from tests.factories import make_page, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_three_languages")]


@pytest.fixture
def about():
    return make_page(slug="about", title="About us", body="<p>We print.</p>")


@pytest.fixture
def french(about):
    words = {"title": "Qui sommes-nous", "body": "<p>Presse</p>"}
    return make_page(slug="a-propos", language="fr", translation_of=about, **words)


def written_in(answer) -> dict:
    """Return {language: address} of what the page says of itself to search engines."""
    return dict(re.findall(r'rel="alternate" hreflang="(\w+)" href="http://testserver([^"]+)"', answer.text))


def languages_below_the_title(answer) -> dict:
    links = BeautifulSoup(answer.text, "html.parser").select("article ul.tags a")
    return {link.text: link["href"] for link in links}


def canonical(answer) -> str:
    return re.search(r'<link rel="canonical" href="http://testserver([^"]+)"', answer.text)[1]


@pytest.mark.parametrize(("asked", "shown"), [("/about/", "We print"), ("/fr/about/", "Presse"), ("/ar/about/", "We")])
def test_at_the_same_address_each_reads_it_in_their_language(client, french, asked, shown):
    assert shown in client.get(asked).text


def test_each_language_has_one_address_and_they_lead_to_each_other(client, french):
    there = "/fr/pages/a-propos/"
    for asked, own in (("/about/", "/about/"), ("/fr/about/", there), (there, there)):
        page = client.get(asked)
        assert canonical(page) == own
        assert written_in(page) == {"en": "/about/", "fr": there}
    assert languages_below_the_title(client.get("/about/")) == {"Français": there}
    assert languages_below_the_title(client.get("/fr/about/")) == {"English": "/about/"}


def test_a_translation_that_is_not_public_is_nobodys(client, french, admin_client):
    Page.objects.filter(pk=french.pk).update(published_at=None)
    page = client.get("/fr/about/")
    assert "We print" in page.text
    assert written_in(page) == {}
    assert "Presse" in admin_client.get("/fr/about/").text


def test_a_translation_stands_where_the_page_itself_is_a_draft(client, french, about):
    Page.objects.filter(pk=about.pk).update(published_at=None)
    assert client.get("/about/").status_code == 404
    assert "Presse" in client.get("/fr/about/").text


def test_the_words_above_the_form_are_in_the_readers_language(client):
    join = make_page(slug="join", title="Join us", body="<p>Carry paper.</p>")
    make_page(slug="agir", language="fr", translation_of=join, title="Agir", body="<p>Portez du papier.</p>")
    assert "Carry paper." in client.get("/join/").text
    assert "Portez du papier." in client.get("/fr/join/").text


def test_the_home_page_introduces_us_in_the_readers_language(client, french):
    assert "/about/" in client.get("/").text
    Page.objects.update(summary="")
    Page.objects.filter(pk=french.pk).update(summary="Une feuille, six copies.")
    assert "Une feuille, six copies." in client.get("/fr/").text
    assert "Une feuille, six copies." not in client.get("/").text


@exempt("their documents do not matter here")
def test_a_report_leads_to_its_translations(client):
    report = Report.objects.create(**published({"slug": "year", "title": "The year"}, "report"))
    fields = {"slug": "annee", "title": "L’année", "language": "fr", "translation_of": report}
    Report.objects.create(**published(fields, "report"))
    page = client.get("/reports/year/")
    assert written_in(page) == {"en": "/reports/year/", "fr": "/fr/reports/annee/"}
    assert languages_below_the_title(page) == {"Français": "/fr/reports/annee/"}


def test_at_the_desk_a_page_names_its_original_and_only_one_in_each_language(admin_client, french, about):
    form = {"title": "À propos", "slug": "encore", "language": "fr", "translation_of": about.pk, "body": "<p>x</p>"}
    page = admin_client.post("/admin/organisation/page/add/", form)
    assert "There is a translation into this language already." in page.text
    admin_client.post("/admin/organisation/page/add/", form | {"language": "ar"})
    assert Page.objects.get(slug="encore").translation_of == about
