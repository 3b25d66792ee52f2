"""Search finds what is public, and nothing else."""

import pytest
from django.utils import timezone

from core.search import vocabulary
from ngo_site import search as searching
from tests.factories import make_article, make_petition, make_photo
from tests.ngo_site.everything import make_everything
from tests.ngo_site.search.searching import found, search, titles

pytestmark = pytest.mark.django_db


def test_every_kind_of_thing_is_found(client):
    objs = make_everything(title="Samizdat", slug="samizdat")
    matches = found("samizdat")
    assert {type(match.obj) for match in matches} == {type(obj) for obj in objs}
    page = client.get("/search/", {"q": "samizdat"}).text
    assert [obj for obj in objs if f'href="{obj.get_absolute_url()}"' not in page] == []
    assert f"{len(objs)} pages" in page


@pytest.mark.parametrize("published_at", [None, timezone.now() + timezone.timedelta(hours=1)])
def test_drafts_and_what_is_scheduled_never_leak(client, admin_client, published_at):
    make_everything(title="Samizdat", slug="samizdat", published_at=published_at)
    assert search("samizdat").places == []
    for visitor in (client, admin_client):
        assert "/samizdat/" not in visitor.get("/search/", {"q": "samizdat"}).text


def test_a_title_weighs_more_than_a_summary_and_that_more_than_the_text():
    make_article(title="in the text", body="<p>a typewriter</p>")
    make_article(title="The typewriter")
    make_article(title="in the summary", summary="A typewriter")
    assert titles("typewriter") == ["The typewriter", "in the summary", "in the text"]


def test_editors_may_search_drafts_when_they_ask_for_it(client, admin_client):
    make_article(title="Samizdat", published_at=None)
    assert "Drafts, too" in admin_client.get("/search/?q=samizdat").text
    assert "<mark>Samizdat</mark>" in admin_client.get("/search/?q=samizdat&drafts=1").text
    assert "<mark>Samizdat</mark>" not in client.get("/search/?q=samizdat&drafts=1").text


def test_a_photograph_without_consent_is_not_found():
    photo = make_photo(title="Samizdat")
    assert titles("samizdat") == ["Samizdat"]
    photo.consent = photo.Consent.WITHDRAWN
    photo.save()
    assert search("samizdat").places == []


def test_titles_like_others():
    article = make_article(title="The lawsuit not meant to be won")
    make_article(title="Lawsuit in secret", published_at=None)
    assert searching.similar("the-lawsiut-not-meant-to-win") == [article]
    assert searching.similar("") == searching.similar("%") == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    for one in range(number):
        make_article(title=f"Ink {one}", body="<p>About ink.</p>")
        make_petition(title=f"Ink of {one}")
    vocabulary.learn_words()
    found("ink")
    with django_assert_num_queries(7):
        client.get("/search/?q=ink")
