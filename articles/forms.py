"""The form under an article."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.public_forms import FormWithAddress, NameField, is_visible

from .comments import MAX_LENGTH


class CommentForm(FormWithAddress):
    name = NameField(label=_("Your name"), max_length=50)
    comment = forms.CharField(
        label=_("Your comment"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    field_order = ["form_token", "name", "email", "comment", "website"]

    def __init__(self, *args, by_staff=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "Not shown and not kept: we send one link to it, so that nobody writes in your name."
        )
        if by_staff:
            del self.fields["name"], self.fields["email"]

    def clean_comment(self):
        # Lines may be many; what turns the direction of the page around the comment, or hides in it, goes.
        lines = self.cleaned_data["comment"].replace("\r\n", "\n").split("\n")
        text = "\n".join("".join(c for c in line if c == "\t" or is_visible(c)).rstrip() for line in lines).strip()
        if not text:
            raise forms.ValidationError(self.fields["comment"].error_messages["required"])
        return unicodedata.normalize("NFC", text)
