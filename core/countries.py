"""The choice of a country: all of ISO 3166-1 in the reader's language, without the cost of 249 small templates."""

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django_countries import countries


class CountrySelect(forms.Select):
    """A select whose options are put together once for each language and choice."""

    def __init__(self, blank_label, attrs=None):
        super().__init__({"autocomplete": "country", **(attrs or {})})
        self.blank_label = blank_label

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attributes = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        options = _options(get_language(), str(self.blank_label), value if value in countries.countries else "")
        return format_html("<select{}>{}</select>", flatatt(attributes), options)


class CountryField(forms.CharField):
    """A form field that takes the two letters of a country, or nothing where it is not required."""

    default_error_messages = {"unknown": gettext_lazy("Please choose a country from the list.")}

    def __init__(self, *, blank_label, **kwargs):
        super().__init__(widget=CountrySelect(blank_label), **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value not in countries.countries:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")


@lru_cache(maxsize=256)
def _options(language: str, blank_label: str, chosen: str):
    """Return the options' HTML; the language is the active one, and stands here for the cache."""
    rows = [("", blank_label), *countries]
    marked = ((code, " selected" if code == chosen else "", name) for code, name in rows)
    return format_html_join("", '<option value="{}"{}>{}</option>', marked)
