"""The map for search engines: every public page, and no other."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.utils import timezone

from ngo_site.sitemaps import sitemaps
from tests.factories import make_article, make_issue, make_page
from tests.site.everything import make_everything, make_sent_issue, make_tag_of

pytestmark = pytest.mark.django_db


def mapped(client):
    return re.findall(r"<loc>(.*?)</loc>", client.get("/sitemap.xml").text)


def test_every_page_a_reader_can_walk_to_is_on_the_map(client):
    article = make_article(body="<p>Read</p>")
    make_tag_of(article)
    make_everything()
    make_sent_issue()
    for slug in ("about", "privacy"):
        make_page(slug=slug)
    seen, waiting = set(), {"/"}
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        if answer["Content-Type"].startswith("text/html"):
            links = {urlsplit(urljoin(path, link)) for link in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', answer.text)}
            ours = {link.path for link in links if link.netloc in {"", "testserver"} and link.scheme in {"", "http"}}
            waiting |= {path for path in ours if not path.startswith(("/media/", "/admin/"))} - seen
    unlisted = {path for path in seen if re.search(r"feed/|\.json$|^/search/$|/reply/$|/login/$", path)}
    assert seen - unlisted - {urlsplit(address).path for address in mapped(client)} == set()


def test_the_map_names_nothing_that_is_not_public(client):
    before = mapped(client)
    article = make_everything(slug="operation-alice", published_at=None)[2]
    make_tag_of(article)
    make_issue(subject="Not sent yet")
    make_issue(topic="petition:ink", queued_at=timezone.now())
    make_article(slug="operation-bob", published_at=timezone.now() + timezone.timedelta(hours=1))
    assert mapped(client) == before
    assert len(before) == len(set(before))


def test_what_is_on_the_map_is_there_and_has_one_address(client):
    make_everything()
    make_tag_of(make_article())
    for address in mapped(client):
        assert address.startswith("http://testserver/")
        assert client.get(urlsplit(address).path).status_code == 200, address


def test_a_page_that_appeared_by_the_clock_was_changed_then(client):
    article = make_article(published_at=timezone.now())
    type(article).objects.update(updated_at=timezone.now() - timezone.timedelta(days=9))
    assert f"<lastmod>{timezone.now().date()}</lastmod>" in client.get("/sitemap.xml").text


@pytest.mark.parametrize("many", [1, 3])
def test_the_map_takes_the_same_queries_however_long_it_is(client, django_assert_max_num_queries, many):
    for _ in range(many):
        make_everything()
    with django_assert_max_num_queries(25):
        client.get("/sitemap.xml")


def test_the_map_is_one_file_since_djangos_second_page_is_there_only_if_every_kind_has_one():
    assert {sitemap.limit for sitemap in sitemaps.values()} == {50_000}
