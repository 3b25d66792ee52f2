"""A word that stands in very much is looked for in the newest first, and the same is found."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ngo_site import search as searching
from ngo_site.search import query as search_query
from tests.factories import make_article
from tests.ngo_site.everything import make_tag_of
from tests.ngo_site.search.searching import titles

pytestmark = pytest.mark.django_db


def test_a_very_common_word_brings_the_newest_and_says_that_there_are_more(client, monkeypatch):
    monkeypatch.setattr(search_query, "MOST_RANKED", 3)
    monkeypatch.setattr(searching, "MOST_RANKED", 3)
    for day in range(5):
        make_article(title=f"Number {day}", body="<p>ink</p>", published_at=timezone.now() - timedelta(days=day + 1))
    make_article(title="Ink", published_at=timezone.now() - timedelta(days=900))
    assert titles("ink") == ["Ink", "Number 0", "Number 1", "Number 2"]
    assert "More than 4 pages" in client.get("/search/", {"q": "ink"}).text


@pytest.mark.parametrize("looked_through", [0, 1, 3000])
def test_the_same_is_found_however_many_of_the_newest_are_looked_through_first(admin_user, monkeypatch, looked_through):
    monkeypatch.setattr(search_query, "LOOKED_THROUGH", looked_through)

    def make(title, text, year, **fields):
        date = datetime(year, 1, 1, tzinfo=UTC) if year else None
        return make_article(title=title, body=f"<p>{text}</p>", published_at=date, **fields)

    tag = make_tag_of(make("Old", "ink", 2023))
    tag.articles.add(
        make("New", "ink", 2024), make("Draft", "ink", None), make("French", "ink encre", 2025, language="fr")
    )
    make("Other", "ink, then paper", 2022)
    make("Blank", "paper", 2026)
    assert titles("ink -encre", tag="carbon") == ["New", "Old"]
    assert titles("ink", tag="carbon", year="2023") == ["Old"]
    assert titles("ink paper") == ["Other"]
    assert titles("ink or paper", language="fr") == ["French"]
    assert titles('"ink paper"') == []
    assert "Draft" in titles("ink", admin_user, tag="carbon")


def test_a_word_in_many_things_brings_the_newest_of_them_and_those_named_after_it(monkeypatch):
    monkeypatch.setattr(search_query, "MOST_RANKED", 2)
    monkeypatch.setattr(search_query, "LOOKED_THROUGH", 3)
    for year in (2020, 2021, 2022, 2023):
        make_article(title=f"{year}", body="<p>ink</p>", published_at=datetime(year, 1, 1, tzinfo=UTC))
    make_article(title="Ink", published_at=datetime(2019, 1, 1, tzinfo=UTC))
    assert titles("ink") == ["Ink", "2023", "2022"]
