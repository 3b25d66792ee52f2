"""The petition's form, and the one for the code in the mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from newsletters.models import ConsentWording
from ngo_site.lib.countries import CountryField
from ngo_site.lib.mail_typos import suggestion
from ngo_site.lib.public_forms import FormWithAddress, NameField, PublicForm, is_visible

from .names import STYLES, public_name
from .spreading import ViaField


class SignForm(FormWithAddress):
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
    style = forms.ChoiceField(label=_("How it is shown"), choices=tuple(STYLES.items()), required=False)
    city = NameField(
        label=_("With your town (optional): “M. from Lyon”"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2", "dir": "auto"}),
    )
    updates = forms.BooleanField(required=False)
    newsletter = forms.BooleanField(required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
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

    def __init__(self, data=None, *args, language="en", **kwargs):
        super().__init__(_with_the_address_chosen(data), *args, **kwargs)
        self.suggestion = None
        self.wordings = ConsentWording.objects.current(language, self.data.get("seen", "")[:200])
        self.fields["updates"].label = self.wordings["updates"].text
        self.fields["newsletter"].label = self.wordings["newsletter"].text
        self.fields["seen"].initial = " ".join(wording.version for wording in self.wordings.values())
        self.fields["email"].help_text = _("We send one mail with a button. Nothing counts before you press it.")
        self.fields["country"].error_messages["required"] = _("Please choose your country.")
        if name := " ".join(self.data.get("name", "").split())[:120]:
            self.fields["style"].choices = [(style, public_name(name, style)) for style in STYLES]

    def clean_email(self):
        email = super().clean_email()
        self.suggestion = None if self.data.get("use_email") else suggestion(email)
        if self.suggestion:
            raise forms.ValidationError(_("Did you mean %(address)s?") % {"address": self.suggestion})
        return email

    def clean_comment(self):
        return "".join(c for c in self.cleaned_data["comment"] if c == "\n" or is_visible(c)).strip()

    def clean_style(self):
        return self.cleaned_data["style"] or "initial"


def _with_the_address_chosen(data):
    """Put in the address of the button that was pressed: the one proposed, or the one that was typed after all."""
    typed, _space, chosen = (data or {}).get("use_email", "").partition(" ")
    if data is None or not typed:
        return data
    data = data.copy()
    if typed == data.get("email", "").strip():
        data["email"] = chosen
    else:  # typed anew since: it is looked at anew
        del data["use_email"]
    return data


class CodeForm(PublicForm):
    """For the code in the mail; ``page`` is the secret of the page it is pasted on."""

    page = forms.CharField(widget=forms.HiddenInput, max_length=40)
    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "dir": "ltr"}),
    )

    field_order = ["code"]
