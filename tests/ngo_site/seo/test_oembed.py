"""Our pages inside other people's pages: /oembed/."""

import re

import pytest
from defusedxml import ElementTree

from tests.factories import make_article, make_photo
from tests.ngo_site.everything import make_everything

pytestmark = pytest.mark.django_db


def ask(client, obj, **more):
    return client.get("/oembed/", {"url": "http://testserver" + obj.get_absolute_url(), **more})


def test_articles_petitions_and_films_are_cards_and_pictures_are_pictures(client):
    types = {obj._meta.model_name: ask(client, obj) for obj in make_everything()}
    assert {kind: answer.json()["type"] for kind, answer in types.items() if answer.status_code == 200} == {
        "article": "rich", "campaign": "rich", "petition": "rich", "video": "rich", "photo": "photo", "poster": "photo",
    }  # fmt: skip
    assert {answer["Access-Control-Allow-Origin"] for answer in types.values()} == {"*"}


def test_a_card_is_what_wordpress_keeps_of_strangers_html_and_hides_no_word(client):
    html = ask(client, make_article(slug="a", title="<script>alert(1)</script>")).json()["html"]
    assert re.findall(r"<(\w+)", html) == ["blockquote", "a", "iframe"]
    assert (
        "<blockquote hidden>" in html
    )  # WordPress takes the word away and hides it itself; others show the frame alone
    assert "&lt;script&gt;" in html
    assert 'src="http://testserver/embed/cards/article/a/"' in html


def test_the_framed_card_tells_and_leads(client):
    for obj in make_everything(slug="sample"):
        card = client.get(f"/embed/cards/{obj._meta.model_name}/sample/")
        if obj._meta.model_name not in {"article", "campaign", "petition", "video"}:
            assert card.status_code == 404
            continue
        assert f'<a href="http://testserver{obj.get_absolute_url()}"' in card.text
        assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert client.get("/embed/cards/article/nothing/").status_code == 404


def test_it_is_no_larger_than_was_asked_for(client):
    said = ask(client, make_article(), maxwidth=300, maxheight=100).json()
    assert (said["width"], said["height"]) == (300, 100)
    photo = ask(client, make_photo(), maxwidth=2).json()
    assert photo["width"] <= 2


def test_json_and_xml_say_the_same_and_other_formats_are_not_spoken(client):
    article = make_article(title="Ink & paper")
    xml = ElementTree.fromstring(ask(client, article, format="xml").content)
    assert {node.tag: node.text for node in xml} == {k: str(v) for k, v in ask(client, article).json().items()}
    assert ask(client, article, format="yaml").status_code == 501


@pytest.mark.parametrize("size", ["0", "-1", "wide", "²"])
def test_a_size_that_is_none_is_refused(client, size):
    assert ask(client, make_article(), maxwidth=size).status_code == 400


def test_drafts_other_sites_and_nonsense_are_not_found(client):
    for obj in make_everything(published_at=None):
        assert ask(client, obj).status_code == 404
    for url in ("", "http://elsewhere.example/articles/a/", "http://testserver/admin/", "http://[", "\0"):
        assert client.get("/oembed/", {"url": url}).status_code == 404


def test_an_article_that_takes_no_mentions_may_still_be_shown(client):
    make_article(slug="closed", mentions_open=False)
    assert client.get("/oembed/?url=http://testserver/articles/closed/").status_code == 200


def test_a_page_says_where_to_ask(client):
    article = make_article(slug="ink")
    link = re.search(r'type="application/json\+oembed" href="([^"]+)"', client.get(article.get_absolute_url()).text)[1]
    assert client.get(link.replace("&amp;", "&")).json()["title"] == article.title
    assert "oembed" not in client.get("/articles/").text
