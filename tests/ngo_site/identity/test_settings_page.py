"""Olga, an administrator, fills in who the organisation is."""

import re

import pytest
from django.conf import settings

from core.audit import AuditEntry
from core.identity.models import Identity
from tests.factories import make_account

pytestmark = pytest.mark.django_db
PAGE = "/admin/core/identity/1/change/"


@pytest.fixture
def olga(client):
    client.force_login(make_account("administrator"))
    return client


def filled(**fields):
    return {"name": "Ink & Sons", "tagline": "Never dry", "email": "hello@example.org", "place_articles": "1", **fields}


def test_the_page_begins_with_what_pages_say_and_writes_nothing(olga):
    assert olga.get("/admin/core/identity/").url == PAGE
    page = olga.get(PAGE).text
    assert f'value="{settings.ORGANISATION["name"]}"' in page
    assert f'value="{settings.ORGANISATION["email"]}"' in page
    assert not Identity.objects.exists()


def test_what_is_saved_is_noted_in_the_audit_log_and_shown_again(olga):
    assert olga.post(PAGE, filled()).url == PAGE
    row = Identity.objects.get()
    assert (row.name, row.tagline, row.email) == ("Ink & Sons", "Never dry", "hello@example.org")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.kind) == ("change", "core.identity")
    assert 'value="Never dry"' in olga.get(PAGE).text


def test_a_name_stays_on_one_line(olga):
    olga.post(PAGE, filled(name="Ink\r\nBcc: eve@example.org"))
    assert Identity.objects.get().name == "Ink Bcc: eve@example.org"


@pytest.mark.parametrize("wrong", ["give.example.org", "http://give.example.org/", "javascript:alert(1)"])
def test_an_address_that_is_none_comes_back_with_words_and_what_was_typed(olga, wrong):
    page = olga.post(PAGE, filled(donations=wrong)).text
    assert "Please write it whole" in page
    assert f'value="{wrong}"' in page
    assert 'value="Never dry"' in page
    assert not Identity.objects.exists()


def test_words_in_the_other_languages_stand_below_the_first(olga, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    assert "Tagline in Français" in olga.get(PAGE).text
    olga.post(PAGE, filled(tagline_fr="Jamais à sec"))
    assert Identity.objects.get().words == {"fr": {"name": "", "tagline": "Jamais à sec", "footer": ""}}
    assert 'value="Jamais à sec"' in olga.get(PAGE).text


def test_who_saves_what_somebody_else_saved_meanwhile_is_asked_once(olga):
    seen = _seen(olga.get(PAGE).text)
    olga.post(PAGE, filled(name="Theirs", seen=seen))
    page = olga.post(PAGE, filled(name="Mine", seen=seen)).text
    assert "administrator saved these settings on" in page
    assert 'value="Mine"' in page
    assert Identity.objects.get().name == "Theirs"
    assert olga.post(PAGE, filled(name="Mine", seen=_seen(page))).url == PAGE
    assert Identity.objects.get().name == "Mine"


def _seen(page):
    return re.search(r'name="seen" value="(\d+)"', page)[1]


def test_only_administrators_get_there(client):
    client.force_login(make_account("editor"))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, filled()).status_code == 403
    assert not Identity.objects.exists()


def test_it_is_found_by_what_it_holds(olga):
    for words in ("logo", "tagline", "colours", "settings"):
        assert f'href="{PAGE}"' in olga.get("/admin/find/", {"q": words}).text
