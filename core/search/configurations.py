"""Which text search configuration reads which language, and how texts without spaces become words."""

import re

from ..richtext.cleaning import UNPRINTABLE
from .folding import folded

# Each a copy of Postgres' own of that language that takes accents off first; migration 0002 makes them.
CONFIGURATIONS = {
    "ar": "site_arabic",
    "da": "site_danish",
    "de": "site_german",
    "el": "site_greek",
    "en": "site_english",
    "es": "site_spanish",
    "fi": "site_finnish",
    "fr": "site_french",
    "hu": "site_hungarian",
    "it": "site_italian",
    "nb": "site_norwegian",
    "nl": "site_dutch",
    "pt": "site_portuguese",
    "ro": "site_romanian",
    "ru": "site_russian",
    "sv": "site_swedish",
    "tr": "site_turkish",
}
SIMPLE = "site_simple"
LONGEST = 300_000  # bytes; a vector may have a megabyte, positions included

# Han, kana, hangul, and Thai, Lao, Khmer: scripts that put no spaces between words.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003134f]+"
)
_PRIVATE = re.compile("[\ue000-\ue002]")


def configuration(language: str) -> str:
    """Return the name of the configuration for a language such as ``fr`` or ``pt-br``."""
    return CONFIGURATIONS.get(language.partition("-")[0], SIMPLE)


def spaced(text: str) -> str:
    """Return the text as it is stored: what is written without spaces in overlapping pairs and, behind, alone."""
    text = UNSPACED.sub(lambda run: f" {_pairs(run[0])} ", _without_tags(text))
    singles = "".join(sorted({sign for sign in text if UNSPACED.match(sign)}))
    return f"{text} {' '.join(singles)}".strip().encode()[:LONGEST].decode(errors="ignore")


def asked(text: str) -> str:
    """Return what a person typed with the same pairs, which must follow each other."""
    return UNSPACED.sub(lambda run: f'"{_pairs(run[0])}"' if len(run[0]) > 2 else run[0], _without_tags(text))


def clear(text: str) -> str:
    """Return the text folded, without the signs that no page shows, among them those that mark what was found."""
    return _PRIVATE.sub("", UNPRINTABLE.sub(" ", folded(text)))


def _without_tags(text: str) -> str:
    """Return plain text so that Postgres takes no <word> in it for a tag, which it would leave out."""
    return clear(text).replace("<", " ")


def _pairs(run: str) -> str:
    return " ".join(run[at : at + 2] for at in range(len(run) - 1)) or run
