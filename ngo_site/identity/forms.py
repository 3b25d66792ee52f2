"""The form in which an organisation says who it is: its words in each language that the site speaks."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from campaigns.models import Petition
from core.audit import AuditEntry
from core.identity.colours import CARBON, NIGHT, READABLE, TOLD_APART, WHITE, Palette, contrast, is_colour, mended
from core.identity.models import Identity, IdentityPicture, validate_web_address
from core.media import picture_formats
from core.media.kept_files import KeepingFileInput
from core.media.pictures import DevelopedPicture, develop
from core.moments import in_words

from .home_page import SECTIONS
from .preview import ratio

# What may be called otherwise in another language.
TRANSLATED = ["name", "tagline", "footer"]
COLOURS = ["colour", "colour_by_night"]
FOOT = ["footer", "profiles"]
PLACES = {f"place_{name}": name for name in SECTIONS}
MOST_PIXELS = 4000
LEAST_WIDE, LEAST_HIGH = 600, 315  # pixels, below which a picture that is shared looks blurred
# Fields for the pictures beside the logo, by their use.
PICTURES = {IdentityPicture.Use.NIGHT: "logo_by_night", IdentityPicture.Use.SHARING: "sharing_picture"}


def other_languages() -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def translated(field: str) -> list[str]:
    """Return the names of a field and of its translations, in the order in which they are shown."""
    return [field, *(f"{field}_{code}" for code, _name in other_languages())]


def picture_field(label: Any, help_text: Any) -> forms.FileField:
    """Return a field for a picture that is kept beside the organisation's row."""
    widget = KeepingFileInput({"accept": picture_formats.ACCEPT})
    return forms.FileField(label=label, help_text=help_text, required=False, widget=widget)


class IdentityForm(forms.ModelForm):
    """Begins with what pages say today; ``for_languages`` has the fields of the site's other languages."""

    # The last entry of the audit log about these settings, as the page was opened.
    seen = forms.IntegerField(required=False, label="", widget=forms.HiddenInput)
    leading = forms.ModelChoiceField(
        label=_("what leads it"),
        queryset=Petition.objects.none(),
        required=False,
        empty_label=_("The newest petition"),
        help_text=_("Once it is closed, the newest leads again."),
    )
    logo_by_night = picture_field(
        IdentityPicture.Use.NIGHT.label,
        _("The same logo in light colours. Without it, the logo keeps a white ground on dark screens."),
    )
    sharing_picture = picture_field(
        IdentityPicture.Use.SHARING.label,
        _(
            "What other sites show beside a link to a page that has no picture of its own; 1200 × 630 pixels or more. "
            "Without it, they show the page’s title on your colour."
        ),
    )

    class Meta:
        model = Identity
        fields = ["name", "tagline", "email", "address", "donations", "file", "name_in_logo", *COLOURS, *FOOT]
        labels = {"file": _("logo")}
        widgets = {
            "colour": forms.TextInput({"type": "color"}),
            "colour_by_night": forms.TextInput({"size": 9}),
            "footer": forms.Textarea({"rows": 3}),
            "profiles": forms.Textarea({"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for code, words in self.instance.words.items():
            for name, text in words.items():
                self.initial[f"{name}_{code}"] = text
        if "leading" in self.fields:
            self.fields["leading"].queryset = Petition.objects.open().filter(translation_of=None)
        for picture in IdentityPicture.objects.exclude(file=""):
            self.initial[PICTURES[picture.use]] = picture.file
        self.initial["seen"] = entry.pk if (entry := _last_save()) else 0
        self.initial["leading"] = self.instance.leading_petition or None
        for place, name in enumerate(self.instance.sections or SECTIONS, 1):
            self.initial[f"place_{name}"] = place
        if "colour" in self.fields:  # not where the form is only shown
            self._explain_look()

    def _explain_look(self) -> None:
        self.initial["colour"] = self.instance.colour or CARBON
        carbon, example = {"carbon": CARBON}, {"example": Palette().link_by_night}
        self.fields["colour"].help_text = _("Of bands, marks and links. The site’s own is %(carbon)s.") % carbon
        self.fields["colour_by_night"].help_text = (
            _("Of links and marks on dark screens, such as %(example)s. Empty: made of the colour.") % example
        )
        self.fields["file"].help_text = _(
            "JPEG, PNG, GIF or WebP, drawn for white paper. Square, it is the icon in the browser, too."
        )

    @classmethod
    def for_languages(cls) -> type["IdentityForm"]:
        fields: dict[str, forms.Field] = {}
        for name in TRANSLATED:
            own = cls.base_fields[name]
            for code, language in other_languages():
                fields[f"{name}_{code}"] = forms.CharField(
                    label=_in_language(own.label, language),
                    required=False,
                    max_length=own.max_length,
                    widget=type(own.widget)(attrs={**own.widget.attrs, "class": "vTextField", "lang": code}),
                    help_text=_("Empty: as above."),
                )
        for place, name in PLACES.items():
            fields[place] = forms.IntegerField(label=SECTIONS[name], required=False, min_value=1, max_value=99)
        return type("IdentityForm", (cls,), fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str) and not isinstance(self.fields[name].widget, forms.Textarea):
                cleaned[name] = " ".join(value.split())  # it becomes a mail's header and a page's title
        if cleaned.get("logo_by_night") and not cleaned.get("file"):
            self.add_error("file", _("Please choose the logo itself, too: it is what stands on white paper."))
        if not self.errors and not any(cleaned.get(place) for place in PLACES):
            self.add_error(next(iter(PLACES)), _("Please give at least one section a place."))
        return cleaned

    def clean_seen(self) -> int | None:
        """Refuse once to write over what somebody else saved while the page was open."""
        seen, entry = self.cleaned_data["seen"], _last_save()
        if seen is not None and entry and entry.pk != seen:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = str(entry.pk)
            message = _(
                "%(who)s saved these settings on %(when)s, while they were open here. Below stands what you have: "
                "compare it with this page in another window. Save once more to keep yours."
            )
            raise ValidationError(message % {"who": entry.actor_name or "–", "when": in_words(entry.happened_at)})
        return seen

    def clean_profiles(self) -> str:
        addresses = self.cleaned_data["profiles"].split()
        for address in addresses:
            validate_web_address(address)
        return "\n".join(addresses)

    def clean_file(self) -> Any:
        return self._logo("file")

    def clean_logo_by_night(self) -> Any:
        return self._logo("logo_by_night")

    def _logo(self, name: str) -> Any:
        logo = _developed(self.cleaned_data[name])
        if isinstance(logo, DevelopedPicture) and max(logo.width, logo.height) > MOST_PIXELS:
            raise ValidationError(_("A logo needs at most %(most)s pixels each way.") % {"most": MOST_PIXELS})
        return logo

    def clean_sharing_picture(self) -> Any:
        picture = _developed(self.cleaned_data["sharing_picture"])
        if isinstance(picture, DevelopedPicture) and (picture.width < LEAST_WIDE or picture.height < LEAST_HIGH):
            message = _("This picture is too small to be shared: it has to be %(wide)s × %(high)s pixels or more.")
            raise ValidationError(message % {"wide": LEAST_WIDE, "high": LEAST_HIGH})
        return picture

    def clean_colour(self) -> str:
        colour = self.cleaned_data["colour"].lower()
        if is_colour(colour) and contrast(colour, WHITE) < TOLD_APART:
            message = _(
                "%(colour)s can hardly be told from white paper: the contrast is %(ratio)s and has to be %(least)s:1. "
                "Please choose a stronger colour, such as %(better)s."
            )
            better = mended(colour, WHITE, TOLD_APART)
            raise ValidationError(message % _told(colour, WHITE, TOLD_APART, better))
        return "" if colour == CARBON else colour

    def clean_colour_by_night(self) -> str:
        colour = self.cleaned_data["colour_by_night"].lower()
        if is_colour(colour) and contrast(colour, NIGHT) < READABLE:
            message = _(
                "Links in %(colour)s cannot be read on dark screens: the contrast is %(ratio)s and has to be "
                "%(least)s:1. Please take a lighter colour, such as %(better)s, or leave it empty."
            )
            raise ValidationError(message % _told(colour, NIGHT, READABLE, mended(colour, NIGHT)))
        return colour

    def save(self, commit: bool = True) -> Identity:
        self.instance.words = {
            code: {name: self.cleaned_data.get(f"{name}_{code}", "") for name in TRANSLATED}
            for code, _language in other_languages()
        }
        leading = self.cleaned_data.get("leading")
        self.instance.leading_petition = leading.pk if leading else 0
        placed = [(self.cleaned_data[place], name) for place, name in PLACES.items() if self.cleaned_data.get(place)]
        self.instance.sections = [name for _place, name in sorted(placed, key=lambda pair: pair[0])]
        return super().save(commit)

    def save_pictures(self) -> None:
        """Keep the pictures beside the logo as they were chosen, or taken away."""
        for use, name in PICTURES.items():
            if name in self.changed_data:
                picture = IdentityPicture.objects.filter(use=use).first() or IdentityPicture(use=use)
                picture.file = self.cleaned_data[name] or ""
                picture.save()


def _developed(chosen: Any) -> Any:
    """Return a new picture as the decoder makes it, and what was there or is taken away as it is."""
    return develop(chosen) if isinstance(chosen, UploadedFile) else chosen


def _last_save() -> AuditEntry | None:
    return AuditEntry.objects.filter(kind=Identity._meta.label_lower).order_by("-pk").first()


def _told(colour, ground, least, better):
    return {"colour": colour, "ratio": ratio(colour, ground), "least": least, "better": better}


def _words_in_language(label, language):
    return _("%(field)s in %(language)s") % {"field": capfirst(label), "language": language}


_in_language = lazy(_words_in_language, str)
