"""What the head of each public page says: its one address, its card for other sites, its data for search engines."""

import json
import re

import pytest
from django.utils.html import escape

from core.richtext import markup
from tests.factories import make_article, make_page, make_person, make_photo, make_tag
from tests.ngo_site.everything import make_everything

pytestmark = pytest.mark.django_db

LISTS = ["/", "/articles/", "/photos/", "/campaigns/", "/petitions/", "/posters/", "/people/", "/reports/", "/join/"]


def head(client, path):
    return client.get(path).text.partition("</head>")[0]


def said(client, path):
    """Return the JSON-LD of a page, by type."""
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', head(client, path))[1]
    return {node["@type"]: node for node in json.loads(block)["@graph"]}


def meta(client, path):
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', head(client, path)))


def test_every_page_has_one_address_and_one_card(client):
    paths = LISTS + [obj.get_absolute_url() for obj in make_everything(slug="sample")]
    for path in paths:
        page = head(client, path)
        assert re.findall(r'<link rel="canonical" href="(.*?)">', page) == [f"http://testserver{path}"], path
        card = meta(client, path)
        for name in ("og:title", "og:description", "og:image", "og:image:alt"):
            assert page.count(f'property="{name}"') == 1, (path, name)
            assert card[name], (path, name)
        assert (card["og:image:width"], card["og:image:height"]) == ("1200", "630")
        assert card["twitter:card"] == "summary_large_image"


def test_the_later_pages_of_a_list_have_addresses_of_their_own_and_nothing_else_does(client):
    for _ in range(30):
        make_article()
    assert '<link rel="canonical" href="http://testserver/articles/?page=2">' in head(client, "/articles/?page=2&x=1")
    assert '<link rel="canonical" href="http://testserver/articles/">' in head(client, "/articles/?utm_source=mail")


def test_the_search_is_not_to_be_kept_by_search_engines(client):
    assert meta(client, "/search/?q=ink")["robots"] == "noindex"


def test_a_page_that_is_not_there_and_one_behind_a_secret_link_have_no_card(client):
    for path in ("/articles/nowhere/", "/petitions/confirm/secret-token/"):
        page = head(client, path)
        assert "canonical" not in page
        assert "og:" not in page


def test_an_article_says_who_wrote_it_and_what_it_is_about(client):
    article = make_article(title="Ink & “paper”", slug="ink", picture=make_photo())
    article.authors.add(make_person(title="Alice", slug="alice"))
    article.bylines.create(guest="Bob")
    article.tags.add(make_tag(name="Press", slug="press"))
    posting = said(client, "/articles/ink/")["BlogPosting"]
    assert posting["headline"] == "Ink & “paper”"
    assert posting["author"] == [
        {"@type": "Person", "name": "Alice", "url": "http://testserver/people/alice/"},
        {"@type": "Person", "name": "Bob"},
    ]
    assert posting["keywords"] == ["Press"]
    assert posting["publisher"] == {"@id": "http://testserver/#organisation"}
    assert posting["image"].endswith(".jpg")


def test_an_author_who_is_not_public_is_not_named(client):
    article = make_article(slug="ink")
    article.authors.add(make_person(title="Hidden Hannah", published_at=None))
    assert "Hannah" not in client.get("/articles/ink/").text


def test_the_home_page_names_the_organisation_and_its_search(client):
    graph = said(client, "/")
    assert graph["Organization"]["url"] == "http://testserver/"
    assert graph["WebSite"]["potentialAction"]["target"]["urlTemplate"] == (
        "http://testserver/search/?q={search_term_string}"
    )


def test_each_kind_says_what_it_is(client):
    kinds = {obj._meta.model_name: set(said(client, obj.get_absolute_url())) for obj in make_everything()}
    expected = {
        "photo": "ImageObject", "campaign": "WebPage", "article": "BlogPosting", "petition": "WebPage",
        "page": "WebPage", "person": "Person", "poster": "VisualArtwork", "video": "VideoObject", "report": "Report",
    }  # fmt: skip
    assert {kind: expected[kind] in found for kind, found in kinds.items()} == dict.fromkeys(expected, True)


def test_breadcrumbs_are_the_same_for_the_eye_and_for_machines(client):
    make_article(title="Ink <3", slug="ink")
    places = said(client, "/articles/ink/")["BreadcrumbList"]["itemListElement"]
    assert [place["name"] for place in places] == ["Home", "Articles", "Ink <3"]
    trail = re.search(r'<nav class="trail.*?</nav>', client.get("/articles/ink/").text, re.S)[0]
    assert re.findall(r"<li[^>]*>(?:<a[^>]*>)?(.*?)(?:</a>)?</li>", trail) == ["Home", "Articles", "Ink &lt;3"]


@pytest.mark.parametrize("words", ["</script><script>alert(1)</script>", "<!-- <script>", "]]>&lt;\u2028'\""])
def test_no_title_ends_the_data_block_or_begins_another(client, words):
    make_page(title=words, slug="evil")
    page = client.get("/pages/evil/").text
    assert len(re.findall("<script", page)) == 2  # ours, and the block
    assert said(client, "/pages/evil/")["WebPage"]["name"] == words
    assert escape(words) in page


def test_a_data_block_holds_no_sign_that_html_knows():
    block = markup.data_block({"name": "</script><!--&"})
    assert not set("<>&") & set(block[len('<script type="application/ld+json">') : -len("</script>")])


def test_a_closed_site_asks_all_machines_to_stay_away(client, settings):
    assert "Disallow: /\n" not in client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text
    settings.FOUND_BY_SEARCH_ENGINES = False
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert meta(client, "/articles/")["robots"] == "noindex"


def test_whom_to_tell_of_a_hole(client):
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert lines["Contact"] == "mailto:office@sixthcopy.example"
    assert re.fullmatch(r"\d{4}-\d\d-01T00:00:00Z", lines["Expires"])
