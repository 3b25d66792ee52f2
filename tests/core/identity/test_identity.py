"""Olga renames the organisation at the desk; until somebody does, the environment's words stand."""

import pytest
from django.conf import settings
from django.utils import translation

from core import identity
from core.cache.generations import current_generation
from core.identity.models import Identity
from core.mail.message import sender

pytestmark = pytest.mark.django_db
WORDS = {"name": "Ink & Sons", "email": "hello@example.org"}


def say(**fields):
    """Save what the desk says, as a process learns of it."""
    row = Identity(**{**WORDS, **fields})
    row.save()
    identity.read()
    return row


def test_until_the_desk_says_something_the_environment_does():
    before = identity.current()
    identity.read()
    assert identity.current() == before
    assert identity.current().name == settings.ORGANISATION["name"]


def test_what_the_desk_says_is_on_pages_in_feeds_and_for_search_engines(client):
    say(tagline="Never dry", donations="https://give.example.org/us")
    home = client.get("/").text
    assert "<title>Ink &amp; Sons: Never dry" in home
    assert settings.ORGANISATION["name"] not in home
    assert 'href="https://give.example.org/us"' in home
    assert '"name":"Ink \\u0026 Sons"' in home.replace('": "', '":"')
    assert "<title>Ink &amp; Sons</title>" in client.get("/articles/feed/").text
    assert "mailto:hello@example.org" in client.get("/.well-known/security.txt").text


def test_a_page_that_is_remembered_is_made_anew(client):
    assert "Ink &amp; Sons" not in client.get("/articles/").text
    say()
    assert settings.ORGANISATION["name"] not in client.get("/articles/").text


def test_no_page_asks_the_database_for_it(client, django_assert_num_queries):
    client.get("/people/")
    say()
    with django_assert_num_queries(1):
        client.get("/people/")


def test_each_language_has_its_words(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    say(tagline="Never dry", words={"fr": {"name": "", "tagline": "Jamais à sec"}, "xx": {"name": "Nobody’s"}})
    with translation.override("fr"):
        assert identity.current().tagline == "Jamais à sec"
        assert identity.current().name == "Ink & Sons"
    with translation.override("en"):
        assert identity.current().tagline == "Never dry"
    with translation.override(None):
        assert identity.current().tagline == "Never dry"


def test_there_is_one_and_saving_it_lets_pages_be_forgotten():
    say()
    before = current_generation()
    Identity.objects.get().save()
    Identity(name="Other", email="other@example.org").save()
    assert list(Identity.objects.values_list("pk", "name")) == [(1, "Other")]
    assert current_generation() > before


def test_whoever_saves_it_knows_it_at_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        Identity.objects.create(**WORDS)
    assert identity.current().name == "Ink & Sons"


def test_mails_carry_the_name_and_keep_the_operators_address():
    assert sender() == settings.DEFAULT_FROM_EMAIL
    say()
    assert sender() == '"Ink & Sons" <office@sixthcopy.example>'
    say(name="Encre")
    assert sender() == "Encre <office@sixthcopy.example>"


def test_a_sender_that_the_operator_named_stays(settings):
    settings.DEFAULT_FROM_EMAIL = "Letters <letters@example.org>"
    say()
    assert sender() == "Letters <letters@example.org>"
