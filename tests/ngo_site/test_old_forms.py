"""A form, a card or a picture at the address that its page had before it was renamed."""

from urllib.parse import quote, urlsplit

import pytest
from django.urls import get_resolver

from articles.comments.models.comment import Comment
from campaigns.models import Attempt
from core.redirects import page_registry, remember
from tests.factories import make_article, make_person, make_petition
from tests.letters import form_token
from tests.ngo_site.everything import make_everything

pytestmark = pytest.mark.django_db

# Addresses with a slug of what has no page of its own kind, or whose own page remembers where it was.
OF_OTHERS = {
    "articles:tag", "articles:tag-feed", "articles:tag-feed-atom", "articles:tag-feed-json",
    "articles:series", "articles:series-feed", "articles:series-feed-atom", "articles:series-feed-json",
    "articles:author-feed", "articles:author-feed-atom", "articles:author-feed-json",
    "campaigns:poster-series",
}  # fmt: skip


def filled_form(**fields):
    given = {"name": "Alice Moreau", "email": "alice@example.org", "country": "FR", "language": "en"}
    return {**given, "form_token": form_token("SignForm"), **fields}


def renamed(obj, slug):
    obj.slug = slug
    obj.save()
    return obj


def addresses_with_a_slug(resolver=None, space=""):
    """Return the names of all public addresses that have a slug, and whether they name a kind, too."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                yield from addresses_with_a_slug(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif "slug" in pattern.pattern.converters:
            yield f"{space}{pattern.name}", "kind" in pattern.pattern.converters


def test_every_address_with_a_slug_belongs_to_a_kind_that_knows_where_it_went():
    names = {name for home in page_registry.page_kinds.values() for name in home.names}
    lost = {name for name, has_kind in addresses_with_a_slug() if name not in names and not has_kind}
    assert lost == OF_OTHERS


@pytest.mark.parametrize("slug", ["free-them", "свободу-им", "حرية-لهم", "liberté"])
@pytest.mark.parametrize("path", ["/petitions/{}/", "/embed/petitions/{}/sign/"])
def test_what_was_typed_at_the_old_address_is_signed_at_the_new_one(client, slug, path):
    petition = make_petition(slug=slug)
    form = filled_form(name="Анна Ō", via="abc")
    renamed(petition, f"{slug}-now")
    answer = client.post(path.format(slug) + "?via=abcd&utm_source=x", form)
    there = path.format(quote(petition.slug)) + "?via=abcd"
    assert (answer.status_code, answer["Location"]) == (308, there)
    answer = client.post(path.format(slug), form, follow=True)
    assert [status for _url, status in answer.redirect_chain] == [308]
    assert (answer.status_code, Attempt.objects.get().signature.petition) == (200, petition)


def test_a_comment_sent_to_the_old_address_is_kept(client):
    article = make_article(slug="one")
    form = {"name": "Łucja", "email": "lucja@example.org", "comment": "你好", "form_token": form_token("CommentForm")}
    renamed(article, "two")
    answer = client.post("/articles/one/comments/", form, follow=True)
    assert answer.redirect_chain[0] == ("/articles/two/comments/", 308)
    assert Comment.objects.get().comment == "你好"


def test_a_form_from_somewhere_else_is_refused_at_the_old_address_too(client):
    renamed(make_petition(slug="one"), "two")
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/petitions/one/", {}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/petitions/one/?via=abcd", "/petitions/two/?via=abcd"),
        ("/petitions/one/?via=a+b&fbclid=1", "/petitions/two/?via=a+b"),
        ("/embed/petitions/one/sign/?via=abcd", "/embed/petitions/two/sign/?via=abcd"),
        ("/petitions/one/kit/?via=abcd", "/petitions/two/kit/?via=abcd"),
        ("/petitions/one/log/?page=2", "/petitions/two/log/?page=2"),
        ("/petitions/one/count.json?via=abcd", "/petitions/two/count.json"),
        ("/petitions/one/qr.svg?via=abcd", "/petitions/two/qr.svg?via=abcd"),
        ("/petitions/one/adopt/", "/petitions/two/adopt/"),
        ("/embed/cards/petition/one/", "/embed/cards/petition/two/"),
        ("/share-pictures/petition/one/0.jpg", "/share-pictures/petition/two/0.jpg"),
    ],
)
def test_the_query_goes_along_as_far_as_the_page_knows_it(client, asked, led):
    renamed(make_petition(slug="one"), "two")
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, led)


def test_of_another_systems_address_only_what_is_ours_goes_along(client):
    make_petition(slug="two")
    remember("/sign/", "/petitions/two/")
    remember("/?p=7", "/articles/")
    assert client.get("/sign/?via=abcd&p=7&page=2")["Location"] == "/petitions/two/?via=abcd"
    assert client.get("/?p=7&page=2")["Location"] == "/articles/"
    assert client.post("/sign/?via=abcd").status_code == 308


def test_every_kind_leads_on_from_its_page_and_its_feed(client):
    for obj in (*make_everything(slug="before"), make_person(slug="ahead")):
        before = obj.get_absolute_url()
        renamed(obj, f"{obj.slug}-after")
        answer = client.get(before)
        assert (answer.status_code, answer["Location"]) == (301, obj.get_absolute_url())
    assert client.get("/people/ahead/feed/")["Location"] == "/people/ahead-after/feed/"
    assert urlsplit(client.get("/articles/before/feed/atom/")["Location"]).path == "/articles/before-after/feed/atom/"


def test_a_form_to_a_page_that_is_gone_says_so(client):
    make_petition(slug="one").delete()
    assert client.post("/petitions/one/", filled_form()).status_code == 410
