"""The map for search engines: every public page, and no other."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from defusedxml import ElementTree
from django.utils import timezone

from ngo_site.seo import sitemaps
from tests.factories import make_article, make_issue, make_page, make_petition, make_photo, make_poster
from tests.ngo_site.everything import make_everything, make_sent_issue, make_tag_of

pytestmark = pytest.mark.django_db


def files(client):
    """Return the files the index names, as text."""
    addresses = re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    return [client.get(urlsplit(address).path).getvalue().decode() for address in addresses]


def mapped(client):
    return [address for file in files(client) for address in re.findall(r"<loc>(.*?)</loc>", file)]


def test_every_page_a_reader_can_walk_to_is_on_the_map(client):
    article = make_article(body="<p>Read</p>")
    make_tag_of(article)
    make_everything()
    make_sent_issue()
    for slug in ("about", "privacy"):
        make_page(slug=slug)
    seen, waiting = set(), {"/"}
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if answer["Content-Type"].startswith("text/html"):
            links = {urlsplit(urljoin(path, link)) for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', answer.text)}
            ours = {link.path for link in links if link.netloc in {"", "testserver"} and link.scheme in {"", "http"}}
            waiting |= {path for path in ours if not path.startswith(("/media/", "/admin/"))} - seen
    unlisted = {
        path
        for path in seen
        if re.search(
            r"feed/|\.json$|^/search/$|/(reply|report|follow|login|kit|adopt|log|write)/$|\.(svg|png|zip)$", path
        )
    }
    assert seen - unlisted - {urlsplit(address).path for address in mapped(client)} == set()


def test_the_map_names_nothing_that_is_not_public(client):
    before = mapped(client)
    article = make_everything(slug="operation-alice", published_at=None)[2]
    make_tag_of(article)
    make_issue(subject="Not sent yet")
    make_issue(topic="petition:ink", queued_at=timezone.now())
    make_article(slug="operation-bob", published_at=timezone.now() + timezone.timedelta(hours=1))
    assert mapped(client) == before
    assert len(before) == len(set(before))


def test_what_is_on_the_map_is_there_and_has_one_address(client):
    make_everything()
    make_tag_of(make_article())
    for address in mapped(client):
        assert address.startswith("http://testserver/")
        assert client.get(urlsplit(address).path).status_code == 200, address


def test_a_page_that_appeared_by_the_clock_was_changed_then(client):
    article = make_article(published_at=timezone.now())
    type(article).objects.update(updated_at=timezone.now() - timezone.timedelta(days=9))
    assert f"<lastmod>{timezone.now().date()}T" in client.get("/sitemap-article-1.xml").getvalue().decode()
    assert f"<lastmod>{timezone.now().date()}T" in client.get("/sitemap.xml").text


@pytest.mark.parametrize("many", [1, 3])
def test_the_map_takes_the_same_queries_however_long_it_is(client, django_assert_max_num_queries, many):
    for _ in range(many):
        make_everything()
    with django_assert_max_num_queries(48):
        files(client)


def test_a_kind_with_many_things_fills_several_files(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 2)
    for number in range(3):
        make_article(slug=f"a{number}")
    assert "sitemap-article-2.xml" in client.get("/sitemap.xml").text
    assert len(re.findall("<url>", client.get("/sitemap-article-1.xml").getvalue().decode())) == 2
    assert len(re.findall("<url>", client.get("/sitemap-article-2.xml").getvalue().decode())) == 1
    assert client.get("/sitemap-article-3.xml").status_code == 404
    for name in ("signature-1", "article-0", f"article-{10**30}"):
        assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_pictures_are_on_the_map_as_far_as_they_may_be_shown(client):
    photo = make_photo(slug="press")
    make_article(slug="inky", picture=photo)
    assert f"<image:loc>http://testserver{photo.share_url}</image:loc>" in "".join(files(client))
    photo.consent = photo.Consent.WITHDRAWN
    photo.save()
    assert "<image:loc>" not in "".join(files(client))


def hreflangs(page):
    return dict(re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))


def test_a_list_is_mapped_in_every_language_of_the_interface(client, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    file = client.get("/sitemap-entrances-1.xml").getvalue().decode()
    assert "<loc>http://testserver/articles/</loc>" in file
    assert "<loc>http://testserver/fr/articles/</loc>" in file
    assert file.count('hreflang="fr" href="http://testserver/fr/articles/"') == 2
    assert file.count('hreflang="x-default" href="http://testserver/articles/"') == 2


@pytest.mark.parametrize(
    ("kind", "make"), [("article", make_article), ("petition", make_petition), ("poster", make_poster)]
)
def test_a_text_is_mapped_where_it_is_at_home_beside_its_translations(client, settings, kind, make):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    english = make(slug="ink", language="en")
    make(slug="encre", language="fr", translation_of=english)
    make(slug="tinte", language="de", translation_of=english)
    make(slug="secret", language="es", published_at=None, translation_of=english)
    make(slug="alone", language="de")
    folder = english.get_absolute_url().removesuffix("ink/")
    at_home = {language: f"http://testserver{path}" for language, path in {
        "en": f"{folder}ink/", "fr": f"/fr{folder}encre/", "de": f"{folder}tinte/"
    }.items()}  # fmt: skip
    file = client.get(f"/sitemap-{kind}-1.xml").getvalue().decode()
    by_address = {re.search("<loc>(.*?)</loc>", url)[1]: hreflangs(url) for url in file.split("<url>")[1:]}
    assert by_address == dict.fromkeys(at_home.values(), at_home) | {f"http://testserver{folder}alone/": {}}
    for prefix in ("", "/fr"):
        for language, slug in {"en": "ink", "fr": "encre", "de": "tinte"}.items():
            page = client.get(f"{prefix}{folder}{slug}/").text
            assert f'<link rel="canonical" href="{at_home[language]}">' in page
            assert hreflangs(page.partition("</head>")[0]) == at_home


def test_the_files_are_well_formed_whatever_the_slug(client):
    make_everything(slug="كلمة")
    for file in files(client):
        ElementTree.fromstring(file)
