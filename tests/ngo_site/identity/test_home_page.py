"""Olga chooses what leads the home page, which sections follow, and what stands at the foot."""

import re

import pytest
from django.utils import timezone

from core import identity
from core.identity.models import Identity
from ngo_site.consequences import on_the_home_page
from tests.factories import make_account, make_article, make_petition, make_poster

pytestmark = pytest.mark.django_db
PAGE = "/admin/core/identity/1/change/"
PLACES = {"place_articles": "1", "place_campaigns": "2", "place_posters": "3"}


@pytest.fixture
def olga(client):
    client.force_login(make_account("administrator"))
    return client


def send(client, **fields):
    answer = client.post(PAGE, {"name": "Ink", "email": "hello@example.org", "colour": "#2a1fff", **PLACES, **fields})
    identity.read()
    return answer


def leads(client, path="/"):
    return re.search(r"<h1[^>]*>(.*?)</h1>", client.get(path).text, re.S)[1].strip()


def test_a_petition_that_was_chosen_leads_until_it_is_closed(olga):
    older = make_petition(title="Older", campaign=None)
    make_petition(title="Newer", campaign=None)
    send(olga)
    assert leads(olga) == "Newer"
    send(olga, leading=older.pk)
    assert leads(olga) == "Older"
    assert f'<option value="{older.pk}" selected>' in olga.get(PAGE).text
    older.closed_at = timezone.now()
    older.save()
    assert leads(olga) == "Newer"


def test_its_translation_leads_in_the_other_language(olga, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    older = make_petition(title="Older", campaign=None)
    make_petition(title="Newer", campaign=None)
    make_petition(title="Plus ancienne", slug="plus-ancienne", language="fr", translation_of=older, campaign=None)
    send(olga, leading=older.pk)
    assert leads(olga, "/fr/") == "Plus ancienne"


def test_sections_stand_in_the_order_of_their_numbers_and_others_do_not(olga):
    make_article()
    make_poster()
    send(olga)
    assert re.findall(r'id="(latest|posters|photos)"', olga.get("/").text) == ["latest", "posters"]
    send(olga, place_articles="8")
    assert Identity.objects.get().sections == ["campaigns", "posters", "articles"]
    assert re.findall(r'id="(latest|posters|photos)"', olga.get("/").text) == ["posters", "latest"]
    send(olga, place_posters="")
    assert re.findall(r'id="(latest|posters|photos)"', olga.get("/").text) == ["latest"]


def test_a_home_page_without_any_section_is_refused(olga):
    said = send(olga, **dict.fromkeys(PLACES, "")).text
    assert "Please give at least one section a place." in said
    assert not Identity.objects.exists()


def test_words_and_profiles_stand_at_the_foot_and_search_engines_know_them(olga):
    send(
        olga,
        footer="Registered charity 123\nLyon",
        profiles="https://social.example/@ink\n\nhttps://www.film.example/ink/",
    )
    home = olga.get("/").text
    foot = home.partition("<footer")[2]
    assert "Registered charity 123<br>Lyon" in foot
    assert re.findall(r'href="([^"]+)" rel="me noopener noreferrer"[^>]*>([^<]+)<', foot) == [
        ("https://social.example/@ink", "social.example/@ink"),
        ("https://www.film.example/ink/", "film.example/ink"),
    ]
    assert '["https://social.example/@ink","https://www.film.example/ink/"]' in home.replace(", ", ",")


def test_a_profile_that_is_no_address_is_named(olga):
    assert "“@ink@social.example” is no address of a page" in send(olga, profiles="@ink@social.example").text


def test_what_becomes_public_is_not_said_to_lead_where_another_was_chosen(olga):
    chosen = make_petition(title="Chosen", campaign=None)
    new = make_petition(title="New", campaign=None)
    send(olga)
    assert list(on_the_home_page(new)) == ["It leads the home page, in the place of “Chosen”."]
    send(olga, leading=chosen.pk)
    assert list(on_the_home_page(new)) == []
