"""The languages that the interface speaks, and the addresses of pages in them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.urls import translate_url
from django.utils.translation import get_language, override

_ALSO_FROM_THE_RIGHT = frozenset({"ckb", "dv", "ps", "sd", "ug", "ur", "yi"})  # as far as Django knows them not
# Facebook's names; every other language is called as its own country, which is what it has for most.
_LOCALES = {"ar": "ar_AR", "en": "en_GB", "fa": "fa_IR", "uk": "uk_UA"}


class LanguageVersion(NamedTuple):
    language: str
    name: str
    address: str


def speaking(language: str) -> override:
    """Return a context in which addresses lead to pages in this language, or in the site's own if it is not offered.

    Texts may be in any language; only those in ``LANGUAGES`` have addresses under their code.
    """
    return override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)


def locale_of(language: str) -> str:
    """Return what Open Graph calls the language: with a country, such as ``fr_FR`` (https://ogp.me/#optional)."""
    first, _dash, country = language.partition("-")
    return _LOCALES.get(language) or f"{first}_{(country or first).upper()}"


def direction_of(language: str) -> str:
    """Return ``rtl`` or ``ltr``, for ``dir``."""
    known = LANG_INFO.get(language) or LANG_INFO.get(language.partition("-")[0]) or {}
    return "rtl" if known.get("bidi", language in _ALSO_FROM_THE_RIGHT) else "ltr"


def own_address(obj: Any) -> str:
    """Return the address at which an object is shown in its own language throughout, where the interface speaks it."""
    with speaking(obj.language if obj.language in dict(settings.LANGUAGES) else get_language()):
        return obj.get_absolute_url()


def elsewhere(path: str, versions: Iterable[Any] = ()) -> tuple[LanguageVersion, ...]:
    """Return the same page in the other languages of the interface; nothing for a page that has only one address.

    ``path`` may have a query, which is kept. ``versions`` are what the page shows, in the languages it is written in:
    who chooses one of those is led to that text, not to a frame in this language around another one.
    """
    written = {one.language: one for one in versions}
    others = ((code, name) for code, name in settings.LANGUAGES if code != get_language())
    pages = (
        LanguageVersion(code, name, own_address(written[code]) if code in written else translate_url(path, code))
        for code, name in others
    )
    return tuple(page for page in pages if page.address != path)
