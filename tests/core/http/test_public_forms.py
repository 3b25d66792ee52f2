"""Forms for strangers: no cookie, no JavaScript, and not to be sent from somebody else's page."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django import forms
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from ngo_site.lib.public_forms import LARGEST_BODY, TOKEN_LIFETIME, FormWithAddress, NameField, PublicForm, public_form


class Greeting(PublicForm):
    name = NameField()
    words = forms.CharField()


class Farewell(PublicForm):
    name = NameField()


ALICE = {"name": "Alice", "words": "Hello"}


def filled(form=Greeting, **fields):
    return form({**ALICE, "form_token": form().fresh_token, "website": "", **fields})


def signed_at(moment, name="Greeting"):
    with patch("time.time", return_value=moment.timestamp()):
        return signing.dumps(name, salt="public-form")


def test_alice_sends_what_she_was_shown():
    form = filled()
    assert form.is_valid()
    assert not form.is_from_a_machine


def test_an_empty_field_is_asked_for_in_our_words():
    assert filled(words="").errors == {"words": ["Please fill this in."]}


def test_the_page_is_the_same_for_everybody_within_the_second():
    with patch("time.time", return_value=1_800_000_000):
        assert str(Greeting()) == str(Greeting())


def test_a_page_left_open_overnight_still_works():
    assert filled(form_token=signed_at(timezone.now() - timedelta(seconds=TOKEN_LIFETIME - 60))).is_valid()


@pytest.mark.parametrize(
    "token",
    [
        "",
        "made up",
        "a:b:c",
        Farewell().fresh_token,  # of another form
        signing.dumps("Greeting", salt="another purpose"),
        signed_at(timezone.now() - timedelta(seconds=TOKEN_LIFETIME + 60)),
    ],
)
def test_a_token_that_is_not_ours_or_old_is_refused_and_the_form_comes_back_ready_to_send(token):
    form = filled(form_token=token)
    assert not form.is_valid()
    assert list(form.errors) == ["form_token"]
    assert "press the button once more" in form.errors["form_token"][0]
    again = {name: form[name].value() for name in ("name", "words", "form_token")}
    assert Greeting(again).is_valid()
    assert again | ALICE == again


def test_a_machine_that_fills_in_everything_gives_itself_away():
    form = filled(website="https://casino.example")
    assert form.is_valid()
    assert form.is_from_a_machine


def test_people_are_shown_neither_the_trap_nor_the_token():
    assert [field.name for field in Greeting().shown_fields] == ["name", "words"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Alice \t Moreau ", "Alice Moreau"),
        ("Alice\r\nBcc: bob@", None),
        ("\u202eecilA", "ecilA"),  # would turn round what follows on the page
        ("Alice\u0000\u200b", "Alice"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the joiner belongs to the Persian word
        ("李 小龙", "李 小龙"),
        ("O’Neil-García", "O’Neil-García"),
        ("https://casino.example", None),
        ("WWW.casino.example", None),
        ("alice@example.org", None),
        ("x" * 121, None),
        ("\u200b\u200b", None),
    ],
)
def test_a_name_is_one_line_without_addresses_or_tricks(typed, name):
    form = filled(name=typed)
    assert form.is_valid() == (name is not None)
    assert form.cleaned_data.get("name") == name


@pytest.mark.parametrize(("language", "kept"), [("en", "en"), ("xx", "en"), ("", "en"), ("en'--", "en")])
def test_an_odd_language_becomes_the_sites_own(language, kept):
    form = FormWithAddress(
        {"email": "alice@example.org", "language": language, "form_token": FormWithAddress().fresh_token}
    )
    assert form.is_valid()
    assert form.cleaned_data["language"] == kept


@public_form
def greet(request):
    return HttpResponse("hello")


def answer(method="post", body=b"", **headers):
    make = getattr(RequestFactory(enforce_csrf_checks=True, headers=headers), method)
    request = make("/", body, content_type="application/x-www-form-urlencoded") if method == "post" else make("/")
    return greet(request).status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # an old browser says nothing; the token has to do
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 403),
        ({"origin": "http://testserver"}, 200),
        ({"origin": "null"}, 200),  # our own no-referrer pages
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://testserver.evil.example"}, 403),
        ({"origin": "http://["}, 403),
    ],
)
def test_a_form_is_taken_from_our_own_pages_only(headers, status):
    assert answer(**headers) == status


def test_reading_is_free_to_all():
    assert answer("get", **{"sec-fetch-site": "cross-site", "origin": "https://evil.example"}) == 200


def test_what_is_too_long_is_refused_unread():
    assert answer(body=b"x" * LARGEST_BODY) == 200
    assert answer(body=b"x" * (LARGEST_BODY + 1)) == 413
