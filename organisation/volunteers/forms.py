"""What a coordinator writes about, or to, somebody who wants to help."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Volunteer


class AnswerForm(forms.Form):
    subject = forms.CharField(
        label=_("Subject"), max_length=150, widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"})
    )
    text = forms.CharField(
        label=_("Text"), max_length=6000, widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}), strip=True
    )

    def clean_text(self):
        # As the form is filled in, so that what is sent twice can be told.
        return self.cleaned_data["text"].replace("\r\n", "\n")


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note for colleagues"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Whoever asks what we store about them reads it, too."),
    )


class CareForm(forms.ModelForm):
    """Who looks after the volunteer, and how far they are."""

    class Meta:
        model = Volunteer
        fields = ("stage", "assigned_to")

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = colleagues
        self.fields["assigned_to"].empty_label = _("nobody")
        for field in self.fields.values():
            field.required = False

    def clean(self):
        # A button for the stage sends no person, and the other way round: what is not sent stays.
        data = super().clean()
        return {
            name: data[name] if name in data and name in self.data else getattr(self.instance, name)
            for name in self.fields
        }
