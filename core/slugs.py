"""The last part of an address, in any script: what it is made of, how one is made of a title, the field that keeps it.

Letters, digits and vowel signs as in the identifiers of UAX #31 (https://www.unicode.org/reports/tr31/), which ``\\w``
does not know: Thai, Devanagari and vocalised Arabic are written with them. ``static/js/slug.js`` does the same.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.validators import RegexValidator
from django.db import models
from django.forms import CharField
from django.utils.translation import gettext_lazy as _
from idna.core import valid_contextj

from .http.scripts import OwnScript

MOST = 100  # characters, as the database counts them; bytes do not matter

# Marks that are there for fonts or emoji and cannot be seen in an address.
_UNSEEN_MARKS = {0x034F, *range(0xFE00, 0xFE10)}
_JOINERS = "\u200c\u200d"


def _marks() -> str:
    """Return the marks that belong to letters, as ranges for a character class."""
    found = (at for at in range(0x300, 0x1F000) if unicodedata.category(chr(at)) in {"Mn", "Mc"})
    ranges: list[list[int]] = []
    for at in found:
        if at in _UNSEEN_MARKS:
            continue
        if ranges and ranges[-1][1] == at - 1:
            ranges[-1][1] = at
        else:
            ranges.append([at, at])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


# For character classes of regular expressions: what words are written with. The dot stands inside Catalan words.
LETTERS = rf"\w{_marks()}·{_JOINERS}"
_SLUG = re.compile(rf"[-{LETTERS}]+")
_NO_SLUG = re.compile(rf"[^-{LETTERS}\s]+")

validate = RegexValidator(
    re.compile(rf"\A{_SLUG.pattern}\Z"),
    _("An address is made of letters of any script, digits, hyphens and underscores: no spaces, no other signs."),
    "invalid",
)


def is_slug(text: str) -> bool:
    """Return True for what may be the last part of an address: letters of any script, digits, hyphens, underscores."""
    return _SLUG.fullmatch(text) is not None


def tidy(text: str) -> str:
    """Return the one spelling (NFC), without characters that nobody sees.

    The joiners ZWNJ and ZWJ stay where they change what is read, as in Persian and in Indic scripts (UAX #31 §2.3).
    """
    text = unicodedata.normalize("NFC", text)
    seen = "".join(letter for place, letter in enumerate(text) if not _is_unseen(text, place))
    return unicodedata.normalize("NFC", seen)


def slugify(text: str, most: int = MOST) -> str:
    """Return the address for a title, in its own script, at most so many characters; nothing if no letter is in it."""
    text = unicodedata.normalize("NFC", text).replace("İ", "i").lower()
    words = tidy(_NO_SLUG.sub("", text)).strip()
    return re.sub(r"[-\s]+", "-", words).strip("-_")[:most].rstrip("-_")


def free(wanted: str, is_taken: Callable[[str], bool], most: int = MOST) -> str:
    """Return the address, with a number behind it if it is taken."""
    slug, number = wanted[:most], 1
    while is_taken(slug):
        number += 1
        slug = f"{wanted[: most - len(str(number)) - 1].rstrip('-_')}-{number}"
    return slug


def words_in(text: str) -> list[str]:
    """Return the words of a file's name or an address."""
    return re.sub(rf"[^{LETTERS}]|_", " ", text).split()


def _is_unseen(text: str, place: int) -> bool:
    letter = text[place]
    if letter not in _JOINERS:
        return unicodedata.category(letter) == "Cf" or ord(letter) in _UNSEEN_MARKS
    try:
        # The contextual rules of IDNA (RFC 5892, appendices A.1 and A.2) are those of UAX #31.
        return not valid_contextj(text, place)
    except ValueError:  # beside a character that Unicode does not know
        return True


class SlugInput(AdminTextInputWidget):
    """Fills in the same address as ``slugify`` while the title is typed."""

    class Media:
        js = ("admin/js/urlify.js", OwnScript("js/slug.js"))

    def __init__(self, attrs=None):
        super().__init__({"dir": "auto", "spellcheck": "false", **(attrs or {})})


class SlugFormField(CharField):
    widget = SlugInput
    default_validators = [validate]
    allow_unicode = True  # the admin's script asks

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class SlugField(models.SlugField):
    """A slug in any script and one spelling, whatever the door. Migrations know it as Django's own: the column is."""

    default_validators = (validate,)

    def __init__(self, *args, **kwargs):
        kwargs.pop("allow_unicode", None)  # it would bring Django's own validator
        super().__init__(*args, **kwargs)
        self.allow_unicode = True

    def deconstruct(self) -> tuple:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", args, kwargs

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return tidy(value) if value else value

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]  # Django gives names to all it passes
        # The admin would take its own widget for anything that is text.
        own = {"form_class": SlugFormField, "widget": SlugInput}
        return super(models.SlugField, self).formfield(**{**kwargs, **own})
