"""Forms for strangers: no cookie, no JavaScript, and not to be sent from somebody else's page."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django import forms
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from core.http.public_forms import TOKEN_LIFETIME, FormWithAddress, NameField, PublicForm, public_form


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
    ids=["empty", "made up", "three parts", "another form", "another purpose", "too old"],
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
        ("\u200d\u200c", None),
        ("\u3164\u3164", None),  # a Hangul letter that is empty
        ("\u2800", None),  # Braille without a dot
        ("\u0301 \ufe0f", None),
        ("…", None),
        ("♥", None),
        ("葛\U000e0100城", "葛\U000e0100城"),  # the selector says which form of the letter is theirs
        ("1984", "1984"),
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


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("alice@example.org", "alice@example.org"),
        (" Alice@Example.org\n", "Alice@Example.org"),
        ("\u200balice@example.org", "alice@example.org"),
        ("\ufeffalice@example.org\u2060", "alice@example.org"),
        ("\u202aalice@example.org\u202c", "alice@example.org"),  # as Windows' contacts copy it
        ("ali\u00adce@exam\u00adple.org", "alice@example.org"),
        ("alice@exam\u200cple.org", "alice@example.org"),
        ("ali\u200dce@example.org", "alice@example.org"),
        ("alice\u00a0@example.org", "alice@example.org"),
        ("alice @ example.org", "alice@example.org"),
        ("mailto:alice@example.org", "alice@example.org"),
        ("MAILTO:alice%2Bx@example.org?subject=Hi%20you", "alice+x@example.org"),
        ("Alice Moreau <alice@example.org>", "alice@example.org"),
        ('"Moreau, Alice" <alice@example.org>;', "alice@example.org"),
        ("alice@example.org<mailto:alice@example.org>", "alice@example.org"),
        ("<alice@example.org>", "alice@example.org"),
        ("(alice@example.org).", "alice@example.org"),
        ("“alice@example.org”", "alice@example.org"),
        ("alice@example.org.", "alice@example.org"),
        ("alice＠example.org", "alice@example.org"),
        ("ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｏｒｇ", "alice@example.org"),
        ("alice@пример。example", "alice@пример。example"),
        ("alice@straße.example", "alice@straße.example"),
        ("alice@نامه\u200cای.example", "alice@نامه\u200cای.example"),  # the joiner makes it another domain
        ("try..this@docomo.example", "try..this@docomo.example"),
        ("alice@localhost.", "alice@localhost"),
        ("alice", None),
        ("alice@", None),
        ("alice@example", None),
        ("alice moreau@example.org", None),
        ("alice@example.org, bob@example.org", None),
        ('"a\\lice"@example.org', None),  # one more spelling of one mailbox
        ("alice@☕.example", None),
        ("alice@[127.0.0.1]", None),
        ("a@" + "b" * 250 + ".org", None),
        ("\u200b", None),
    ],
)
def test_an_address_is_tidied_where_it_was_pasted(pasted, read):
    form = FormWithAddress({"email": pasted, "form_token": FormWithAddress().fresh_token})
    assert form.is_valid() == (read is not None)
    assert form.cleaned_data.get("email") == read


@pytest.mark.parametrize("typed", ["alice", "alice@example", "alice@☕.example", "a b@example.org", "@example.org"])
def test_an_address_that_is_none_is_refused_with_an_example(typed):
    form = FormWithAddress({"email": typed})
    assert form.errors["email"] == ["This is not a complete address. It looks like name@example.org."]


def test_an_address_with_letters_no_mail_server_takes_is_refused_with_the_reason():
    form = FormWithAddress({"email": "jürgen.bär@example.org"})
    [reason] = form.errors["email"]
    assert reason == "No mail can be sent to an address with üä before the @. Please give another one."


def test_an_address_that_looks_mistyped_is_asked_about_as_it_was_tidied():
    given = {"email": "Alice <alice@gmial.com>", "form_token": FormWithAddress().fresh_token}
    form = FormWithAddress(given)
    assert form.errors == {"email": ["Did you mean alice@gmail.com?"]}
    assert (form["email"].value(), form.suggestion) == ("alice@gmial.com", "alice@gmail.com")
    for chosen in ("alice@gmial.com", "alice@gmail.com"):
        form = FormWithAddress({**given, "use_email": f"alice@gmial.com {chosen}"})
        assert form.is_valid() and form.cleaned_data["email"] == chosen
    assert not FormWithAddress({**given, "use_email": "bob@gmial.com bob@gmail.com"}).is_valid()


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
