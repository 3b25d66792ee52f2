"""The petition's form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.countries import CountryField
from ngo_site.lib.public_forms import FormWithAddress, NameField

from .spreading import ViaField


class SignForm(FormWithAddress):
    name = NameField(label=_("Your name"))
    country = CountryField(label=_("Country"), blank_label=_("Choose your country"))
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    public = forms.BooleanField(label=_("Show my first name and initial on this page"), required=False)
    updates = forms.BooleanField(label=_("Write to me when there is news of this petition"), required=False)

    via = ViaField()

    field_order = ["name", "email", "country", "postcode", "public", "updates"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send one mail with a button. Nothing counts before you press it.")
        self.fields["country"].error_messages["required"] = _("Please choose your country.")
