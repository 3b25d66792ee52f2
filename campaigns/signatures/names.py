"""How a signer's name may be shown: their choice, never more than they chose.

Which part of a name is the given one, nobody can tell of every name: 王小明 and Nguyễn Văn An begin with the family's,
Suharto has no other, and some write theirs as “Smith, Jo”. Where it is not certain one letter is shown.
"""

import unicodedata

import regex
from django.utils.translation import gettext_lazy as _

from core.characters import first_letter

STYLES = {
    "initial": _("First name and initial: “Maria S.”"),
    "first": _("First name: “Maria”"),
    "letter": _("One letter: “M.”"),
    "full": _("Full name: “Maria Silva”"),
}

_FAMILY_FIRST = {"hu", "ja", "km", "ko", "vi", "zh"}
# The last are Vietnamese; ẹ, ị, ọ, ụ, ẽ and ỹ are also Yoruba, Igbo and Guarani.
_FAMILY_FIRST_LETTERS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Hangul}\p{Khmer}[[ƠơƯư\u1ea0-\u1ef7]--[ẸẹỊịỌọỤụẼẽ]]]", regex.V1
)
# Where it comes last, as in Иванов Иван Иванович, the family's name comes first.
_PATRONYMIC = regex.compile(r"(?:ич|[вчш]на|улы|ұлы|қызы|кызы|оглы|oğlu|qızı|[oe]v[iy]ch|[eio]vna)$", regex.I)
_BRACKETED = regex.compile(r"[(\[{（［【].*?(?:[)\]}）］】]|$)")
_TITLES = {
    "dr", "prof", "ing", "mag", "rev", "mr", "mrs", "ms", "miss", "mx", "herr", "frau", "mme", "mlle", "madame",
    "monsieur", "sr", "sra", "srta", "dott", "dra", "dipl-ing", "г-н", "г-жа", "д-р",
}  # fmt: skip
_SUFFIXES = {"jr", "jnr", "sr", "snr", "ii", "iii", "iv", "phd", "md", "msc", "bsc", "mba", "esq", "fils"}
_LETTER = regex.compile(r"\p{L}")
_PLAIN = regex.compile(r"\p{L}[\p{L}\p{M}'’ʼ׳·\-‐‑\u200c\u200d]*\.?")


def public_name(name: str, style: str = "initial", language: str = "") -> str:
    """Return what the public sees of a name in one of the STYLES; of an unknown style the first (“Amina K.”).

    ``language`` is that of the page on which it was typed. Empty when there is no letter in the name.
    """
    words = unicodedata.normalize("NFC", name).split()
    if style == "full":
        return " ".join(words)[:120]
    words = _without_additions(" ".join(words)) or words
    is_certain = language.partition("-")[0] not in _FAMILY_FIRST and _begins_with_given_name(words)
    if style == "letter" or not is_certain:
        return _initial(" ".join(words))
    given = words[0][:40]
    return given if style == "first" else f"{given} {_initial(words[-1])}"


def _initial(name: str) -> str:
    letter = first_letter(name)
    return f"{letter}." if letter else ""


def _without_additions(name: str) -> list[str]:
    """Return the words of a name without titles, degrees, pronouns and what stands in brackets."""
    words = [word for word in _BRACKETED.sub(" ", name).split() if _LETTER.search(word) and "/" not in word]
    while len(words) > 1 and _bare(words[0]) in _TITLES:
        words.pop(0)
    while len(words) > 1 and (_bare(words[-1]) in _SUFFIXES or "." in words[-1].strip(".,")):
        words.pop()
        words[-1] = words[-1].rstrip(",")
    return words


def _begins_with_given_name(words: list[str]) -> bool:
    """Return True when the first word is certain to be no family name, and the last to be no initial."""
    if len(words) < 2 or not _PLAIN.fullmatch(words[0]):
        return False
    if any("," in word or "،" in word or _FAMILY_FIRST_LETTERS.search(word) for word in words):
        return False
    shouted = [word.isupper() for word in words]  # DUPONT Jean, as forms of offices want it
    if shouted[0] and not all(shouted) and not _is_initial(words[0]):
        return False
    return not _is_initial(words[-1]) and not _PATRONYMIC.search(words[-1])


def _is_initial(word: str) -> bool:
    return word.rstrip(".") == first_letter(word)


def _bare(word: str) -> str:
    return word.replace(".", "").rstrip(",").casefold()
