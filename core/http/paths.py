"""Parts of addresses."""

import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from django.urls import Resolver404, ResolverMatch, get_script_prefix, register_converter, resolve, reverse
from django.utils.translation import get_language

from ..slugs import is_slug


class UnicodeSlug:
    """``<uslug:slug>``: what slugs.py says; one address, whether its accents came as one character or as two."""

    regex = "[^/.]+"

    def to_python(self, value: str) -> str:
        if not is_slug(value):
            raise ValueError(value)
        return unicodedata.normalize("NFC", value)

    to_url = to_python


class Year:
    """``<year:year>``: 1900 to 2999."""

    regex = "(?:19|2[0-9])[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class Month:
    """``<month:month>``: 01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02}"


def path_of(name: str, *args: str | int) -> str:
    """Return what ``reverse`` does, from memory: a page asks for twenty addresses, most of them on every page.

    Raises NoReverseMatch.
    """
    return _path_in(get_language(), get_script_prefix(), name, args)


@lru_cache(maxsize=4000)
def _path_in(language: str, prefix: str, name: str, args: tuple) -> str:
    """The language and the prefix are the active ones, and stand here for the cache."""
    return reverse(name, args=args)


def match_of(path: str) -> ResolverMatch | None:
    """Return what answers at a path as links have it, percent escapes and all; None if no page does."""
    try:
        return resolve(unquote(path))
    except Resolver404:
        return None


register_converter(UnicodeSlug, "uslug")
register_converter(Year, "year")
register_converter(Month, "month")
