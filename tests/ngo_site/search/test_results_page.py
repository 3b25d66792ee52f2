"""The page of results: its filters, its pages, what is marked, and that it is text."""

from datetime import UTC, datetime

import pytest

from ngo_site import search as searching
from tests.factories import make_article, make_petition
from tests.ngo_site.everything import make_tag_of
from tests.ngo_site.search.searching import found, search, titles

pytestmark = pytest.mark.django_db


def test_what_was_typed_is_shown_as_text(client):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_search_pages_are_kept_out_of_search_engines(client):
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=ink").text


def test_filters_narrow_and_tell_their_numbers(client):
    carbon = make_article(title="Ink one", published_at=datetime(2024, 5, 1, tzinfo=UTC))
    make_article(title="Ink two", language="fr", published_at=datetime(2025, 5, 1, tzinfo=UTC))
    make_petition(title="Ink three", published_at=datetime(2025, 6, 1, tzinfo=UTC))
    make_tag_of(carbon)
    assert titles("ink", kind="petition") == ["Ink three"]
    assert titles("ink", tag="carbon") == ["Ink one"]
    assert set(titles("ink", year="2025")) == {"Ink two", "Ink three"}
    assert titles("ink", language="fr") == ["Ink two"]
    assert titles("ink", language="fr", kind="petition") == []
    told = {str(facet.name): {(one.name, one.number) for one in facet.choices} for facet in search("ink").facets}
    assert told == {
        "Kind": {("Articles", 2), ("Petitions", 1)},
        "Subject": {("Carbon", 1)},
        "Year": {("2025", 2), ("2024", 1)},
        "Language": {("English", 2), ("Français", 1)},
    }
    page = client.get("/search/?q=ink&type=petition").text
    assert "Ink three" not in page.split("<main")[0]
    assert 'href="?q=ink" aria-current="true"' in page


@pytest.mark.parametrize(
    "filters", ["type=user", "tag=none", "year=0", "year=99999", "year=x", "language=xx", "page=1"]
)
def test_filters_nobody_offered_find_nothing_and_break_nothing(client, filters):
    make_article(title="Ink")
    assert client.get(f"/search/?q=ink&{filters}").status_code == 200


def test_a_tag_that_only_a_draft_has_is_not_told(client):
    make_article(title="Ink")
    make_tag_of(make_article(title="Ink, too", published_at=None))
    assert "Carbon" not in client.get("/search/?q=ink&tag=carbon").text
    assert "Carbon" not in client.get("/search/?q=ink").text


def test_what_was_found_is_marked_and_stays_text(client):
    make_article(title="Ink & <paper>", body="<p>The &lt;script&gt; of ink was &lt;b&gt;inked&lt;/b&gt;.</p>")
    page = client.get("/search/", {"q": "ink"}).text
    assert "<mark>Ink</mark> &amp; &lt;paper&gt;" in page
    assert "script&gt; of <mark>ink</mark> was &lt;b&gt;<mark>inked</mark>" in page
    assert "<script> of" not in page


def test_nothing_in_a_text_passes_for_a_mark(client):
    make_article(title="\ue000Ink\ue001 and \ue000paper\ue001")
    assert "<mark>paper" not in client.get("/search/", {"q": "ink"}).text


def test_pages_of_results(client):
    for number in range(searching.PAGE + 1):
        make_article(title=f"Ink {number}")
    assert len(found("ink")) == searching.PAGE
    page = client.get("/search/?q=ink&page=2").text
    assert page.count("<h2><a") == 1
    assert page.count('href="/search/?q=ink"') == 2  # back, and the first
    assert 'href="/search/?q=ink&amp;page=2" aria-current="page"' in page
    assert client.get("/search/?q=ink&page=3").status_code == 404
