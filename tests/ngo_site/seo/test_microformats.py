"""What a microformats parser reads on our pages (http://microformats.org/wiki/h-entry)."""

from datetime import UTC, datetime

import mf2py
import pytest

from tests.factories import make_article, make_comment, make_mention, make_person, make_photo, make_series, make_tag
from tests.ngo_site.everything import make_everything

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


@pytest.mark.parametrize("kind", ["photo", "petition", "campaign", "poster", "video", "report", "page"])
def test_whatever_we_publish_is_an_entry(client, kind):
    objs = make_everything(slug="ink", title="Ink", summary="In short")
    obj = next(obj for obj in objs if obj._meta.model_name == kind)
    [entry] = [item for item in read(client, obj.get_absolute_url()) if item["type"] == ["h-entry"]]
    said = entry["properties"]
    assert (said["name"], said["url"]) == (["Ink"], [f"http://testserver{obj.get_absolute_url()}"])
    assert [datetime.fromisoformat(at) for at in said["published"]] == [obj.published_at.replace(microsecond=0)]
    assert said["author"][0]["properties"]["url"] == ["http://testserver/"]
    assert ("photo" in said) == (kind in {"photo", "poster"})


def test_a_person_is_a_card(client):
    make_person(title="Alice", slug="alice", role="Printer", body="<p>Since 2009.</p>")
    cards = [item["properties"] for item in read(client, "/people/alice/") if item["type"] == ["h-card"]]
    [alice] = [card for card in cards if card["name"] == ["Alice"]]
    assert (alice["job-title"], alice["note"]) == (["Printer"], ["Since 2009."])
    assert alice["url"] == ["http://testserver/people/alice/"]


@pytest.mark.parametrize("path", ["/photos/", "/articles/tags/press/", "/articles/series/parts/", "/articles/2024/05/"])
def test_lists_are_feeds(client, path):
    at = datetime(2024, 5, 1, tzinfo=UTC)
    tag, series = make_tag(name="Press", slug="press"), make_series(slug="parts")
    make_article(title="Ink", tags=[tag], series=series, published_at=at)
    make_photo(title="Ink")
    [feed] = [item for item in read(client, path) if item["type"] == ["h-feed"]]
    assert feed["properties"]["name"]
    assert [child["properties"]["name"] for child in feed["children"]] == [["Ink"]]
    assert feed["children"][0]["properties"]["url"][0].startswith("http://testserver/")
