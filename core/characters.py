"""Characters as people see them: which of them nobody sees, and what the first letter of a name is."""

import unicodedata

import regex

JOINERS = "\u200c\u200d"  # zero-width, but part of Persian and Indian words and of composed emoji
_FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by their category, and empty

# Spaces, controls, signs that only change others, and Braille without a dot.
_SEEN = regex.compile(r"[^\p{Z}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]")
_READ = regex.compile(r"[[\p{L}\p{N}]--\p{Default_Ignorable_Code_Point}]", regex.V1)
# A letter with all that belongs to it (UAX 29). Thai and Lao write some vowels before the letter that begins the name.
_LETTER = regex.compile(r"(?=[[\p{L}\p{N}]--[\p{Default_Ignorable_Code_Point}\u0e40-\u0e44\u0ec0-\u0ec4]])\X", regex.V1)


def is_visible(character: str) -> bool:
    """Return False for what controls, hides or turns the direction of the text around it, or is an empty letter."""
    if character in JOINERS:
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"} and character not in _FILLERS


def is_seen(text: str) -> bool:
    """Return whether there is anything to see in it."""
    return bool(_SEEN.search(text))


def is_read(text: str) -> bool:
    """Return whether there is a letter or a digit in it."""
    return bool(_READ.search(text))


def first_letter(text: str) -> str:
    """Return the first letter or digit with its accents and vowel signs, composed; empty when there is none."""
    found = _LETTER.search(unicodedata.normalize("NFC", text))
    return found[0] if found else ""


def is_key(text: str) -> bool:
    """Return whether this may be the number of a row: digits, and no more of them than Postgres has room for."""
    return text.isascii() and text.isdigit() and len(text) < 19


def storable(text: str) -> str:
    """Return the text as Postgres takes it, in JSON, too: without NUL and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
