"""The choice of a country."""

import pytest
from django import forms
from django.utils.translation import override

from core.countries import CountryField


class Form(forms.Form):
    country = CountryField(blank_label="Choose")


def test_all_countries_are_offered_and_the_chosen_one_is_marked():
    html = str(Form({"country": "FR"})["country"])
    assert html.count("<option") == 251
    assert html.count(" selected") == 1
    assert '<option value="FR" selected>France</option>' in html
    assert 'autocomplete="country"' in html


def test_kosovo_can_be_chosen():
    assert Form({"country": "XK"}).is_valid()
    assert '<option value="XK">Kosovo</option>' in str(Form()["country"])


def test_names_are_in_the_readers_language():
    with override("de"):
        assert ">Frankreich<" in str(Form()["country"])
    assert ">France<" in str(Form()["country"])


@pytest.mark.parametrize("value", ["", "XX", "fr", "<script>", "FRA", "\x00"])
def test_what_is_no_country_is_refused(value):
    form = Form({"country": value})
    assert not form.is_valid()
    assert "<script>" not in str(form["country"])


def test_a_country_may_be_left_out_where_it_is_not_asked_for():
    assert CountryField(blank_label="", required=False).clean("") == ""
