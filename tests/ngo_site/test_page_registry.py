"""What becomes of the addresses of objects that moved, expired or were withdrawn, for every public kind."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse
from django.utils import timezone

from core.models import Redirect
from core.redirects import page_registry, remember, visits
from tests.factories import make_article, make_petition
from tests.ngo_site.everything import make_everything

pytestmark = pytest.mark.django_db

BECAUSE = "It named somebody who is in danger."
LISTS = ("/", "/articles/", "/campaigns/", "/petitions/", "/posters/", "/photos/", "/people/", "/reports/")
MACHINES = ("/articles/feed/", "/articles/feed/atom/", "/sitemap.xml", "/search/?q=Samizdat")


def withdraw(obj):
    obj.withdrawn_at, obj.withdrawn_because = timezone.now(), BECAUSE
    obj.save()


def expire(obj):
    obj.expires_at = timezone.now() - timedelta(seconds=1)
    obj.save()


def test_every_publishable_kind_says_where_it_lives():
    assert {model.__name__ for model in page_registry.page_kinds} == {
        "Album", "Article", "Campaign", "Page", "Person", "Petition", "Photo", "Poster", "Report", "Video",
    }  # fmt: skip


@pytest.mark.parametrize("take_back", [withdraw, expire])
def test_what_is_taken_back_answers_410_and_is_shown_nowhere(client, take_back):
    objs = make_everything(title="Samizdat", slug="carbon-copy")
    host = make_article(
        title="Reader", body="".join(f'<p data-embed="{kind}:carbon-copy"></p>' for kind in ("article", "petition"))
    )
    assert "Samizdat" in client.get(host.get_absolute_url()).text
    for obj in objs:
        assert client.get(obj.get_absolute_url()).status_code == 200
        take_back(obj)
    for obj in objs:
        answer = client.get(obj.get_absolute_url())
        assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store"), obj._meta.model_name
        assert (BECAUSE in answer.text) == (take_back is withdraw)
        assert "Samizdat" not in answer.text
        assert 'href="/"' in answer.text
        assert 'action="/search/"' in answer.text
    for path in (*LISTS, *MACHINES, host.get_absolute_url()):
        assert "carbon-copy" not in client.get(path).text, path


def test_what_lies_below_a_withdrawn_petition_is_gone_with_it(client):
    petition = make_petition()
    withdraw(petition)
    for name in ("petition", "petition-count", "petition-sent", "petition-thanks", "petition-card"):
        assert client.get(reverse(f"campaigns:{name}", args=[petition.slug])).status_code == 410
    assert client.post(petition.get_absolute_url(), {"name": "Alice"}).status_code == 410


def test_the_staff_still_see_it_with_a_word_about_it(admin_client):
    article = make_article()
    withdraw(article)
    answer = admin_client.get(article.get_absolute_url())
    assert (answer.status_code, "everybody else reads why it is gone" in answer.text) == (200, True)


def test_nothing_is_said_of_what_was_never_public(client):
    assert client.get(make_article(published_at=None).get_absolute_url()).status_code == 404
    soon = timezone.now() + timedelta(hours=1)
    assert client.get(make_article(published_at=soon).get_absolute_url()).status_code == 404


def test_an_explanation_is_text_and_never_html(client):
    article = make_article(withdrawn_at=timezone.now(), withdrawn_because="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in client.get(article.get_absolute_url()).text


def test_what_was_public_and_is_deleted_leaves_a_word(client):
    article, draft = make_article(), make_article(published_at=None)
    addresses = [article.get_absolute_url(), draft.get_absolute_url()]
    article.delete()
    draft.delete()
    assert [client.get(address).status_code for address in addresses] == [410, 404]


def test_cards_and_counts_move_with_their_petition(client):
    petition = make_petition(slug="before")
    petition.slug = "after"
    petition.save()
    answer = client.get("/embed/petitions/before/")
    assert (answer.status_code, answer["Location"]) == (301, "/embed/petitions/after/")
    assert client.get("/petitions/before/count.json")["Location"] == "/petitions/after/count.json"
    assert client.get("/petitions/before/")["Location"] == "/petitions/after/"
    visits.flush()
    assert Redirect.objects.get().hits == 3


def test_visits_are_counted_together(client):
    remember("/old/", "/articles/")
    for _visit in range(3):
        client.get("/old/")
    assert Redirect.objects.get().hits == 0
    visits.flush()
    redirect = Redirect.objects.get()
    assert (redirect.hits, redirect.last_hit_on) == (3, timezone.localdate())


def literal_words():
    """Return every word that stands in an address of the site."""

    def routes(resolver, before=""):
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            yield from routes(pattern, route) if hasattr(pattern, "url_patterns") else [route]

    words = {word for route in routes(get_resolver()) if "admin/" not in route for word in route.split("/")}
    return {word for word in words if word and not any(sign in word for sign in "<>()[]^$\\.")}


@pytest.mark.parametrize(
    "slug", ["2024", "03", "a1b2", "été", "fr", "carbon-copy", "9f1c2d3e-0000-4000-8000-000000000000"]
)
def test_an_address_that_nothing_of_the_site_is_like_is_not_asked_for_again(slug):
    for model, kind in page_registry.page_kinds.items():
        obj = model(slug=slug)
        expected = slug in model.RESERVED_SLUGS or page_registry._is_of_another(kind, slug, obj.get_absolute_url())
        assert page_registry.is_taken(obj) == expected


def test_no_thing_can_take_an_address_of_the_site():
    words = literal_words()
    assert {"feed", "tags", "confirm", "check-your-mail", "comments"} <= words
    refused = set()
    for model in page_registry.page_kinds:
        for word in words:
            try:
                model(slug=word, title="Samizdat").clean()
            except ValidationError as error:
                refused |= {(model.__name__, word)} if "slug" in error.message_dict else set()
    assert refused == {
        ("Article", "feed"), ("Article", "tags"), ("Article", "comments"),
        ("Article", "archive"), ("Article", "series"),
        ("Photo", "albums"), ("Petition", "confirm"), ("Petition", "withdraw"), ("Petition", "closed"),
        ("Poster", "series"),
    }  # fmt: skip
