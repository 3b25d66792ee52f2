"""Clara follows by feed."""

from xml.etree import ElementTree

import pytest

from articles.feeds import text_for_elsewhere
from tests.factories import make_article, make_person, make_photo, make_tag

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
