"""What a microformats parser reads on our pages (http://microformats.org/wiki/h-entry)."""

import mf2py
import pytest

from tests.factories import make_article, make_comment, make_mention, make_person, make_photo, make_tag

pytestmark = pytest.mark.django_db


def read(client, path):
    return mf2py.parse(client.get(path).text, url="http://testserver" + path)["items"]


def test_an_article_is_an_entry_with_its_author_and_what_was_answered(client):
    article = make_article(title="Ink", slug="ink", summary="In short", body="<p>Words</p>", picture=make_photo())
    article.authors.add(make_person(title="Alice", slug="alice"))
    article.tags.add(make_tag(name="Press", slug="press"))
    make_comment(article, name="Bob", text="Well said")
    make_mention(article, title="They answer", source_url="https://elsewhere.example/a")
    entry = next(item for item in read(client, "/articles/ink/") if item["type"] == ["h-entry"])["properties"]
    assert entry["name"] == ["Ink"]
    assert entry["url"] == ["http://testserver/articles/ink/"]
    assert entry["summary"] == ["In short"]
    assert entry["category"] == ["Press"]
    assert entry["content"][0]["value"].strip() == "Words"
    assert len(entry["published"]) == len(entry["updated"]) == len(entry["photo"]) == 1
    assert [author["properties"]["name"] for author in entry["author"]] == [["Alice"]]
    assert entry["author"][0]["properties"]["url"] == ["http://testserver/people/alice/"]
    assert [answer["type"] for answer in entry["comment"]] == [["h-cite"], ["h-cite"]]
    said = {answer["properties"]["url"][0] for answer in entry["comment"]}
    assert "https://elsewhere.example/a" in str(entry["comment"])
    assert len(said) == 2


def test_the_list_is_a_feed_of_entries(client):
    make_article(title="Ink", slug="ink")
    feed = next(item for item in read(client, "/articles/") if item["type"] == ["h-feed"])
    assert [child["properties"]["name"] for child in feed["children"]] == [["Ink"]]
