"""Bob looks for what was written in a month long ago."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.views import lists
from core.http import paging
from tests.factories import make_article
from tests.ngo_site.everything import make_tag_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    for title, at in {"New year": (2024, 1, 1), "March one": (2024, 3, 1), "March two": (2024, 3, 31, 23)}.items():
        make_article(title=title, published_at=datetime(*at, tzinfo=UTC))
    make_article(title="Before", published_at=datetime(2022, 12, 31, 23, 59, tzinfo=UTC))
    make_article(title="Secret draft", published_at=None)


def test_the_archive_counts_by_year_and_month(client, written):
    page = client.get("/articles/archive/").text
    assert '<a href="/articles/2024/">2024</a> <span class="label">3 articles</span>' in page
    assert '<a href="/articles/2024/03/">March</a> <span class="label">2</span>' in page
    assert page.index("2024") < page.index("2022")
    assert 'href="/articles/archive/"' in client.get("/articles/").text


def test_a_month_shows_what_was_written_then_and_leads_to_the_nearest_that_have_something(client, written):
    page = client.get("/articles/2024/03/").text
    assert page.index("March two") < page.index("March one")
    assert "New year" not in page
    assert 'href="/articles/2024/01/" rel="prev"' in page
    assert 'rel="next"' not in page
    assert 'href="/articles/2022/12/" rel="prev"' in client.get("/articles/2024/01/").text


def test_a_year_leads_over_empty_years(client, written):
    page = client.get("/articles/2024/").text
    assert 'href="/articles/2022/" rel="prev"' in page
    assert '<a href="/articles/2024/01/">January</a> <span class="label">1</span>' in page


@pytest.mark.parametrize("path", ["2023/", "2024/02/", "2024/13/", "2024/00/", "2024/3/", "9999/", "0000/"])
def test_where_nothing_was_written_there_is_no_page(client, written, path):
    assert client.get(f"/articles/{path}").status_code == 404


def test_an_article_cannot_take_the_address_of_a_year():
    for slug in ("2024", "archive", "series"):
        with pytest.raises(ValidationError):
            Article(title="x", slug=slug).full_clean()


@pytest.mark.parametrize("path", ["/articles/", "/articles/tags/carbon/", "/articles/2024/03/"])
def test_a_page_far_back_shows_what_it_would_show_further_in_front(client, monkeypatch, path):
    march = [make_article(title=f"No. {n}", published_at=datetime(2024, 3, 1 + n, tzinfo=UTC)) for n in range(27)]
    make_tag_of(march[0]).articles.add(*march)
    make_article(title="Not yet", published_at=None)
    in_front = [client.get(f"{path}?page={number}").text for number in (2, 3)]
    monkeypatch.setattr(paging, "DEEP", 1)
    lists.newest.cache_clear()
    with CaptureQueriesContext(connection) as queries:
        assert [client.get(f"{path}?page={number}").text for number in (2, 3)] == in_front
    assert any("OFFSET 24)" in query["sql"] for query in queries)  # what is passed over is not read
    lists.newest.cache_clear()


def test_numbered_pages_name_the_first_the_last_and_the_neighbours(client):
    for _ in range(12 * 8 + 1):
        make_article()
    page = client.get("/articles/?page=5").text
    links = page[page.index('<nav class="pages"') :].partition("</nav>")[0]
    assert [n for n in range(1, 10) if f">{n}</a>" in links] == [1, 4, 5, 6, 9]
    assert '<a href="/articles/?page=5" aria-current="page">5</a>' in links
    assert '<a href="/articles/" aria-label="Page 1">1</a>' in links
    assert '<link rel="canonical" href="http://testserver/articles/?page=5">' in page
    assert '<link rel="prev" href="http://testserver/articles/?page=4">' in page
    assert '<link rel="next" href="http://testserver/articles/?page=6">' in page
