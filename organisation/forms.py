"""The form of people who want to join."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.countries import CountryField
from core.http.public_forms import NameField
from newsletters.forms import ConsentForm


class JoinForm(ConsentForm):
    PURPOSES = ("joining",)

    name = NameField(label=_("Your name"))
    country = CountryField(label=_("Country"), required=False, blank_label=_("Rather not say"))
    message = forms.CharField(
        label=_("How would you like to help?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Translating, printing, law, code, a spare room, two hours a month: say it in your own words."),
    )

    field_order = ["name", "email", "country", "message"]
