"""The form in which an organisation says who it is: its words in each language that the site speaks."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.identity.models import Identity

# What may be called otherwise in another language.
TRANSLATED = ["name", "tagline"]


def other_languages() -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def translated(field: str) -> list[str]:
    """Return the names of a field and of its translations, in the order in which they are shown."""
    return [field, *(f"{field}_{code}" for code, _name in other_languages())]


class IdentityForm(forms.ModelForm):
    """Begins with what pages say today; ``for_languages`` has the fields of the site's other languages."""

    class Meta:
        model = Identity
        fields = ["name", "tagline", "email", "address", "donations"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code, words in self.instance.words.items():
            for name, text in words.items():
                self.initial[f"{name}_{code}"] = text

    @classmethod
    def for_languages(cls) -> type["IdentityForm"]:
        fields = {}
        for name in TRANSLATED:
            own = cls.base_fields[name]
            for code, language in other_languages():
                fields[f"{name}_{code}"] = forms.CharField(
                    label=_in_language(own.label, language),
                    required=False,
                    max_length=own.max_length,
                    widget=type(own.widget)(attrs={**own.widget.attrs, "lang": code}),
                    help_text=_("Empty: as above."),
                )
        return type("IdentityForm", (cls,), fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str) and not isinstance(self.fields[name].widget, forms.Textarea):
                cleaned[name] = " ".join(value.split())  # it becomes a mail's header and a page's title
        return cleaned

    def save(self, commit: bool = True) -> Identity:
        self.instance.words = {
            code: {name: self.cleaned_data.get(f"{name}_{code}", "") for name in TRANSLATED}
            for code, _language in other_languages()
        }
        return super().save(commit)


def _words_in_language(label, language):
    return _("%(field)s in %(language)s") % {"field": capfirst(label), "language": language}


_in_language = lazy(_words_in_language, str)
