"""The petition's form, and the one for the code in the mail."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.characters import is_seen, is_visible
from core.countries import CountryField
from core.http.public_forms import NameField, PublicForm
from newsletters.forms import ConsentForm

from ..sharing.share_codes import ViaField
from .names import STYLES, public_name


class SignForm(ConsentForm):
    PURPOSES = ("signature", "updates", "newsletter")

    name = NameField(label=_("Your name"))
    country = CountryField(label=_("Country"), blank_label=_("Choose your country"))
    postcode = forms.CharField(
        label=_("Postcode (optional)"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    comment = forms.CharField(
        label=_("Why you sign (optional)"),
        max_length=1000,
        required=False,
        help_text=_("Sealed like your name. At the hand-over we may choose it to be read with the petition."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    public = forms.BooleanField(label=_("Show my name on the petition’s page"), required=False)
    style = forms.ChoiceField(
        label=_("How it is shown"),
        choices=tuple(STYLES.items()),
        required=False,
        help_text=_("Of a name that we cannot shorten for certain we show one letter. You see it before it counts."),
    )
    city = NameField(
        label=_("With your town (optional): “M. from Lyon”"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2", "dir": "auto"}),
    )
    updates = forms.BooleanField(required=False)
    newsletter = forms.BooleanField(required=False)
    via = ViaField()

    field_order = [
        "name",
        "email",
        "country",
        "postcode",
        "comment",
        "public",
        "style",
        "city",
        "updates",
        "newsletter",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["updates"].label = self.words("updates")
        self.fields["newsletter"].label = self.words("newsletter")
        self.fields["email"].help_text = _("We send one mail with a button. Nothing counts before you press it.")
        self.fields["country"].error_messages["required"] = _("Please choose your country.")
        if name := " ".join(self.data.get("name", "").split())[:120]:
            style_field: Any = self.fields["style"]
            style_field.choices = [(style, public_name(name, style, get_language())) for style in STYLES]

    def clean_comment(self) -> str:
        comment = "".join(c for c in self.cleaned_data["comment"] if c == "\n" or is_visible(c)).strip()
        return comment if is_seen(comment) else ""

    def clean_style(self) -> str:
        return self.cleaned_data["style"] or "initial"


class CodeForm(PublicForm):
    """For the code in the mail; ``page`` is the secret of the page it is pasted on."""

    page = forms.CharField(widget=forms.HiddenInput, max_length=40)
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "dir": "ltr"}),
    )

    field_order = ["code"]
