"""Bob follows a link with a mistake in it."""

import pytest

from ngo_site.not_found import words_of
from tests.factories import long_ago, make_article, make_petition, make_staff

pytestmark = pytest.mark.django_db


def test_a_mistyped_address_leads_to_similar_pages_of_any_kind(client):
    make_article(title="The press in the cellar", slug="the-press-in-the-cellar")
    make_petition(title="Free the press in the cellar", slug="free-the-press-in-the-cellar")
    make_article(title="Gardens", slug="gardens-of-the-south")
    response = client.get("/articles/the-pres-in-the-celar/")
    assert response.status_code == 404
    assert '<a href="/articles/the-press-in-the-cellar/">The press in the cellar</a>' in response.text
    assert "/petitions/free-the-press-in-the-cellar/" in response.text
    assert "Gardens" not in response.text
    assert 'value="the pres in the celar"' in response.text


def test_nothing_that_is_not_public_is_suggested(client):
    make_article(title="Secret plan", slug="secret-plan", published_at=None)
    make_article(title="Secret past", slug="secret-past", withdrawn_at=long_ago(), withdrawn_because="It was wrong.")
    assert "Secret" not in client.get("/articles/secret-pla/").text


def test_a_missing_page_may_be_kept_for_a_moment_but_not_with_a_session(client):
    assert client.get("/articles/nothing/")["Cache-Control"] == "public, max-age=0, s-maxage=10"
    client.force_login(make_staff())
    assert client.get("/articles/nothing/")["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["wp-login.php", "x/config.json", ".env", "a/.git/config", "123/", "articles/%00/"])
def test_programs_that_look_for_holes_cost_no_search(client, monkeypatch, path):
    monkeypatch.setattr("ngo_site.not_found._most_similar", lambda slug: pytest.fail("it was searched for"))
    make_article(slug="wp-login-config-env")
    assert client.get(f"/{path}").status_code == 404


def test_only_words_are_looked_for():
    asked = {"/articles/the-press/": "the press", "/artículos/la_prensa": "la prensa", "/a/12/": "", "/x.php": ""}
    asked |= {"/articles/प्रेस-की-आज़ादी/": "प्रेस की आज़ादी"}
    assert {path: words_of(path) for path in asked} == asked


def test_an_address_that_moved_needs_no_page(client, monkeypatch):
    monkeypatch.setattr("ngo_site.not_found.page", lambda request: pytest.fail("a page was made"))
    article = make_article(slug="old")
    article.slug = "new"
    article.save()
    assert client.get("/articles/old/").status_code == 301


def test_the_feeds_of_an_article_that_moved_lead_on(client):
    article = make_article(slug="old")
    article.slug = "new"
    article.save()
    response = client.get("/articles/old/feed/atom/")
    assert (response.status_code, response["Location"]) == (301, "/articles/new/feed/atom/")


def test_an_address_without_its_slash_costs_no_page(client, django_assert_num_queries):
    path = make_petition(slug="free").get_absolute_url()
    with django_assert_num_queries(1):  # whether it is an old address
        answer = client.get(path.rstrip("/"), {"fbclid": "abc"})
    assert (answer.status_code, answer["Location"]) == (301, f"{path}?fbclid=abc")
    assert "404" not in answer.text
