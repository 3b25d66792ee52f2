"""Webmentions and trackbacks come in: what the W3C asks of a receiver, and what nobody may learn from the answers."""

import pytest
from django.test import Client

from articles.models import Mention
from tests.articles.mentions.pinging import url
from tests.factories import (
    make_article,
    make_campaign,
    make_mention,
    make_petition,
    make_photo,
    make_poster,
    make_video,
)

pytestmark = pytest.mark.django_db

SOURCE = "https://blog.example/post"


def tell(client, source, target, **headers):
    return client.post("/webmention/", {"source": source, "target": target}, headers=headers)


def test_a_webmention_is_taken_with_a_page_that_says_how_far_it_is(client):
    article = make_article()
    response = tell(client, SOURCE, url(article) + "#responses")
    assert (response.status_code, response.cookies) == (202, {})
    assert response["Cache-Control"] == "no-store"
    mention = Mention.objects.get()
    assert (mention.target, mention.source_url, mention.kind) == (article, SOURCE, "webmention")
    assert response["Location"] == f"http://testserver/webmention/{mention.status_id}/"
    assert "We are going to look" in client.get(response["Location"]).text
    Mention.objects.update(status="verified")
    assert mention.approve()
    assert f"{url(article)}#{mention.anchor}" in client.get(response["Location"]).text


def test_told_twice_it_is_one_mention_with_one_status_page(client):
    article = make_article()
    answers = {tell(client, SOURCE, url(article))["Location"] for _ in range(3)}
    assert (len(answers), Mention.objects.count()) == (1, 1)


def test_a_hidden_mention_and_one_without_a_link_look_alike(client):
    article, pages = make_article(), set()
    for status in ("hidden", "failed"):
        mention = make_mention(article, source_url=f"{SOURCE}/{status}", status=status)
        mention.refresh_from_db()
        pages.add(client.get(f"/webmention/{mention.status_id}/").text)
    assert len(pages) == 1
    assert "not named below ours" in pages.pop()


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("nonsense", "{article}"),
        ("ftp://blog.example/", "{article}"),
        ("", ""),
        ("https://blog.example/\x00", "{article}"),
        ("{article}", "{article}"),
        (SOURCE, "http://testserver/admin/"),
        (SOURCE, "http://testserver/articles/nothing/"),
        (SOURCE, "https://elsewhere.example/?{article}"),
        (SOURCE, "x" * 5000),
        ("https://blog.example/" + "x" * 3000, "{article}"),
    ],
)
def test_what_can_never_be_taken_is_refused_with_a_sentence(client, source, target):
    article = url(make_article())
    response = tell(client, source.format(article=article), target.format(article=article))
    assert (response.status_code, Mention.objects.count()) == (400, 0)
    assert response.text.strip().endswith(".")


def test_a_draft_and_nothing_at_all_get_one_answer(client):
    draft = make_article(published_at=None)
    assert tell(client, SOURCE, url(draft)).content == tell(client, SOURCE, "http://testserver/articles/no/").content


def test_a_flood_is_told_to_wait(client, monkeypatch):
    monkeypatch.setattr("articles.mentions.receiving.MOST_PER_HOST", 1)
    article = make_article()
    tell(client, SOURCE, url(article))
    response = tell(client, f"{SOURCE}2", url(article))
    assert (response.status_code, response["Retry-After"]) == (429, "3600")


def test_a_person_types_it_into_the_form_without_cookies():
    article, visitor = make_article(), Client(enforce_csrf_checks=True)
    assert "Address of your page" in visitor.get("/webmention/").text
    response = tell(visitor, SOURCE, url(article), accept="text/html,*/*;q=0.8")
    assert (response.status_code, response.cookies) == (303, {})
    assert "We are going to look" in visitor.get(response["Location"]).text
    assert visitor.put("/webmention/").status_code == 405


def test_a_person_who_mistypes_gets_the_form_back_filled_in(client, monkeypatch):
    wrong = tell(client, SOURCE, "https://elsewhere.example/", accept="text/html")
    assert wrong.status_code == 422
    assert "The target is no page of this site" in wrong.text
    assert f'value="{SOURCE}"' in wrong.text
    assert 'value="https://elsewhere.example/"' in wrong.text
    monkeypatch.setattr("articles.mentions.receiving.MOST_IN_ALL", 0)
    flood = tell(client, SOURCE, url(make_article()), accept="text/html")
    assert (flood.status_code, flood["Retry-After"]) == (429, "3600")


@pytest.mark.parametrize("make", [make_article, make_campaign, make_petition, make_poster, make_video, make_photo])
def test_every_page_says_where_it_takes_webmentions_and_pingbacks(client, make):
    response = client.get(make().get_absolute_url())
    assert response["Link"] == '<http://testserver/webmention/>; rel="webmention"'
    assert response["X-Pingback"] == "http://testserver/pingback/"
    assert response.text.count('<link rel="webmention" href="http://testserver/webmention/">') == 1
    assert response.text.count('<link rel="pingback" href="http://testserver/pingback/">') == 1
    assert "trackback" not in response.text


def test_a_draft_advertises_nothing(admin_client):
    response = admin_client.get(make_article(published_at=None).get_absolute_url())
    assert response.status_code == 200
    assert {"Link", "X-Pingback"}.isdisjoint(response.headers)
    assert "webmention" not in response.text


def test_trackbacks_are_off_until_somebody_wants_them(client, settings):
    article = make_article()
    address = f"/trackback{article.get_absolute_url()}"
    assert client.post(address, {"url": SOURCE}).status_code == 404
    settings.RECEIVE_TRACKBACKS = True
    assert f'<link rel="trackback" href="http://testserver{address}">' in client.get(article.get_absolute_url()).text
    response = client.post(address, {"url": SOURCE, "title": "PILLS", "excerpt": "PILLS", "blog_name": "PILLS"})
    assert "<error>0</error>" in response.text
    mention = Mention.objects.get()
    assert (mention.kind, mention.status, mention.title, mention.excerpt) == ("trackback", "pending", "", "")
    assert client.post("/trackback/articles/nothing/", {"url": SOURCE}).content == response.content
