"""The forms under an article: writing, changing one's words, reporting somebody else's, following."""

import unicodedata
from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from core.characters import is_seen, is_visible
from core.http import proof_of_work
from core.http.public_forms import NameField, PublicForm
from newsletters.forms import ConsentForm

from ..models import Flag
from .models.comment import MAX_LENGTH

# Nobody reads a page and writes an answer in less.
QUICKEST = timedelta(seconds=3)
FOLLOWUP = [
    ("", _("No mail")),
    ("thread", _("When this is answered")),
    ("article", _("On every comment below this article")),
]


class CommentField(forms.CharField):
    """A stranger's text: many lines, without what turns the direction of the page around it, or hides in it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6, "dir": "auto"}))
        super().__init__(label=_("Your comment"), max_length=MAX_LENGTH, **kwargs)

    def clean(self, value):
        lines = super().clean(value).replace("\r\n", "\n").split("\n")
        text = "\n".join("".join(c for c in line if c == "\t" or is_visible(c)).rstrip() for line in lines).strip()
        if not is_seen(text):
            raise forms.ValidationError(self.error_messages["required"])
        return unicodedata.normalize("NFC", text)


class FollowupField(forms.ChoiceField):
    """What mail its writer wants; a bare tick, as other programs send it, asks for answers to the thread."""

    def __init__(self):
        super().__init__(label=_("Tell me of answers by mail"), choices=FOLLOWUP, required=False)

    def to_python(self, value):
        return "thread" if value in {"on", "1", "true", "True"} else super().to_python(value)


class CommentForm(ConsentForm):
    PURPOSES = ("comments",)

    name = NameField(label=_("Your name"), max_length=50)
    comment = CommentField()
    followup = FollowupField()
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    work = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    field_order = ["form_token", "name", "email", "comment", "followup", "website"]

    def __init__(self, *args, by_staff=False, with_key=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _(
            "Not shown: we send one link to it, so that nobody writes in your name, and keep it only if you want mail."
        )
        self.fields["followup"].help_text = self.agreed
        if by_staff:
            del self.fields["name"], self.fields["followup"], self.fields["seen"]
        if by_staff or with_key:
            del self.fields["email"]
        if settings.COMMENTS_PROOF_OF_WORK:
            self.fields["work"].widget.attrs["data-bits"] = settings.COMMENTS_PROOF_OF_WORK

    def signs(self) -> tuple:
        """Return the codes of what is odd about how a valid form was sent; it is no reason to refuse it."""
        found = []
        try:
            token = signing.TimestampSigner(salt="public-form").unsign(self.data["form_token"], max_age=QUICKEST)
            found += ["quick"] if token else []
        except signing.SignatureExpired:
            pass
        bits = settings.COMMENTS_PROOF_OF_WORK
        if bits and not proof_of_work.is_done(
            self.data["form_token"] + self.data["comment"], self.cleaned_data["work"], bits
        ):
            found.append("no-work")
        return tuple(found)


class RewriteForm(PublicForm):
    comment = CommentField()


class FlagForm(PublicForm):
    reason = forms.ChoiceField(label=_("What is wrong with it?"), choices=Flag.Reason)


class FollowForm(ConsentForm):
    PURPOSES = ("comments",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send one link to it first. Each mail after that has a link to leave.")
