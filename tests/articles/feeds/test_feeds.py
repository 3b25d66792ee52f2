"""Clara follows by feed."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import feedparser
import pytest

from articles.feeds import hub
from articles.feeds.entries import text_for_elsewhere
from articles.models import Article
from tests.factories import make_article, make_comment, make_mention, make_person, make_photo, make_series, make_tag

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def rss(client, path="/articles/feed/"):
    return ElementTree.fromstring(client.get(path).content).find("channel")


def test_rss_has_the_full_text_with_whole_addresses(client):
    make_photo(slug="press", alt="A press.")
    article = make_article(
        title="Paper & ink",
        body='<p>All of <a href="/reports/">it</a>.</p><p><img data-embed="photo:press" src="/media/x.png" alt=""></p>',
        summary="In short.",
        authors=[make_person(title="Clara Voss")],
        guests=["Amina"],
        tags=[make_tag(name="Printing")],
    )
    item = rss(client).find("item")
    assert item.findtext("title") == "Paper & ink"
    assert item.findtext("link") == f"http://testserver{article.get_absolute_url()}"
    assert item.findtext("description") == "In short."
    assert item.findtext("category") == "Printing"
    text = item.findtext(CONTENT)
    assert '<p>All of <a href="http://testserver/reports/">it</a>.</p>' in text
    assert 'src="http://testserver/media/pictures/' in text
    assert 'alt="A press."' in text
    assert "srcset" not in text


def test_atom_has_text_authors_and_dates(client):
    article = make_article(body="<p>All of it.</p>", guests=["Amina"], language="fr")
    feed = ElementTree.fromstring(client.get("/articles/feed/atom/").content)
    entry = feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Amina"
    content = entry.find(f"{ATOM}content")
    assert (content.get("type"), content.text.strip()) == ("html", "<p>All of it.</p>")
    assert content.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert entry.findtext(f"{ATOM}published")[:10] == str(article.published_at.date())
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": "http://testserver/articles/feed/atom/", "alternate": "http://testserver/articles/"}


def test_an_entry_keeps_its_id_when_the_address_changes(client):
    article = make_article()
    before = rss(client).findtext("item/guid")
    article.slug = "another"
    article.save()
    assert rss(client).findtext("item/guid") == before
    assert rss(client).find("item/guid").get("isPermaLink") == "false"


def test_drafts_and_other_subjects_are_not_in_the_feed(client):
    printing = make_tag(slug="printing")
    make_article(title="Public one", tags=[printing])
    make_article(title="Secret", body="<p>Secret</p>", published_at=None, tags=[printing])
    make_article(title="Another subject")
    for path in ("/articles/tags/printing/feed/", "/articles/tags/printing/feed/atom/"):
        page = client.get(path).text
        assert "Public one" in page
        assert "Secret" not in page
        assert "Another subject" not in page
    assert "Secret" not in client.get("/articles/feed/").text


def test_feeds_may_be_kept_by_any_cache(client):
    make_article()
    response = client.get("/articles/feed/")
    assert response["Cache-Control"].startswith("public")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert not response.cookies


def test_text_for_elsewhere_leaves_words_that_look_like_html_alone():
    html = '<p class="x">Write <code>&lt;a href="/x"&gt;</code> or src="/y".</p><a href="//evil.example/">e</a>'
    assert text_for_elsewhere(html) == (
        '<p>Write <code>&lt;a href="/x"&gt;</code> or src="/y".</p><a href="//evil.example/">e</a>'
    )


def every_feed():
    """Return the paths of the feeds of everything, with an entry in each."""
    series, tag, person = make_series(slug="s"), make_tag(slug="t"), make_person(slug="p", title="Clara")
    article = make_article(
        slug="a",
        title="Paper\x0b & <ink>",
        series=series,
        tags=[tag],
        authors=[person],
        guests=["Amina"],
        picture=make_photo(),
        body='<h2 id="t-one">One</h2><p>See <a href="#t-one">above</a>.\x0c</p>',
    )
    make_comment(article, "Well said.", "Bob\x1f")
    make_mention(article, title="Elsewhere", excerpt="as they say")
    paths = ("articles/", "articles/tags/t/", "articles/series/s/", "people/p/", "articles/a/")
    return [f"/{path}feed/" for path in paths]


def test_a_feed_reader_understands_every_feed(client):
    for path in every_feed():
        for end in ("", "atom/"):
            response = client.get(path + end)
            read = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
            assert not read.bozo, (path, end, read.get("bozo_exception"))
            assert read.version == ("atom10" if end else "rss20")
            assert read.feed.title and read.feed.link.startswith("http://testserver/")
            ids = [entry.id for entry in read.entries]
            assert ids and len(ids) == len(set(ids))
            for entry in read.entries:
                assert entry.published_parsed and entry.link.startswith("http://testserver/articles/")
                assert entry.content[0].value
                assert 'href="#' not in entry.content[0].value


def test_atom_has_what_rfc_4287_asks_for(client):
    for path in every_feed():
        feed = ElementTree.fromstring(client.get(f"{path}atom/").content)
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(ATOM + name)) == 1, name
        entries = feed.findall(f"{ATOM}entry")
        assert all(entry.find(f"{ATOM}author/{ATOM}name").text for entry in entries)
        assert [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    names = [
        name.text for name in ElementTree.fromstring(client.get("/articles/feed/atom/").content).iter(f"{ATOM}name")
    ]
    assert names[-2:] == ["Clara", "Amina"]


def test_json_feeds_follow_version_1_1(client):
    for path in every_feed():
        response = client.get(f"{path}json/")
        assert response["Content-Type"] == "application/feed+json; charset=utf-8"
        feed = response.json()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"http://testserver{path}json/"
        for item in feed["items"]:
            assert {"id", "url", "content_html", "date_published", "authors"} <= set(item)
            assert "T" in item["date_published"]
    assert client.get("/articles/feed/json/").json()["items"][0]["title"] == "Paper & <ink>"


def test_the_lead_picture_is_enclosed_with_its_length(client):
    make_article(picture=make_photo())
    enclosure = rss(client).find("item/enclosure")
    assert enclosure.get("url").startswith("http://testserver/media/pictures/")
    assert (enclosure.get("type"), int(enclosure.get("length")) > 100) == ("image/png", True)


def test_responses_can_be_followed_and_nothing_hidden_is_in_their_feed(client):
    article = make_article(slug="a", title="The press")
    comment = make_comment(article, "Well said.\n\nTwice.", "Alice")
    make_comment(article, "An answer", "Bob", parent=comment)
    make_comment(article, "Secret words", is_public=False)
    make_mention(article, title="Secret", status="verified")
    items = rss(client, "/articles/a/feed/").findall("item")
    assert {item.findtext("title") for item in items} == {"Alice on “The press”", "Bob on “The press”"}
    assert "Secret" not in client.get("/articles/a/feed/").text
    assert client.get(items[0].findtext("link")).status_code in {301, 302}
    assert 'href="/articles/a/feed/"' in client.get("/articles/a/").text


def test_a_feed_that_has_not_changed_is_not_sent_again(client):
    article = make_article()
    first = client.get("/articles/feed/")
    assert client.get("/articles/feed/", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get("/articles/feed/", headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    article.title = "Another title"
    article.save()
    assert client.get("/articles/feed/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_feed_without_entries_is_as_old_as_its_article(client):
    article = make_article(slug="a")
    at = article.published_at
    assert parsedate_to_datetime(client.get("/articles/a/feed/")["Last-Modified"]) == at.replace(microsecond=0)
    feed = ElementTree.fromstring(client.get("/articles/a/feed/atom/").content)
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")).year == at.year


def test_feeds_of_drafts_and_of_nobody_are_not_there(client):
    make_article(slug="draft", published_at=None, series=make_series(slug="s"), authors=[make_person(slug="p")])
    for path in ("articles/draft/", "articles/series/s/", "people/p/", "people/nobody/", "articles/tags/none/"):
        assert client.get(f"/{path}feed/").status_code == 404, path


def test_a_hub_is_named_in_the_feeds_and_told_of_what_is_new(client, settings):
    assert b"hub" not in client.get("/articles/feed/atom/").content
    settings.WEBSUB_HUB = "https://hub.example/"
    make_article(slug="a", tags=[make_tag(slug="t")])
    make_article(published_at=None, tags=[make_tag(slug="secret")])
    assert '<atom:link rel="hub" href="https://hub.example/"' in client.get("/articles/feed/").text.replace(
        'href="https://hub.example/" rel="hub"', 'rel="hub" href="https://hub.example/"'
    )
    assert client.get("/articles/feed/json/").json()["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    assert 'rel="hub"' in client.get("/articles/tags/t/feed/atom/")["Link"]
    assert "Link" not in client.get("/articles/a/feed/")
    told = hub.feeds_of(Article.objects.published())
    assert told[:4] == [
        f"http://testserver/articles/{end}" for end in ("feed/", "feed/atom/", "feed/json/", "tags/t/feed/")
    ]
    assert not any("secret" in feed for feed in told)
