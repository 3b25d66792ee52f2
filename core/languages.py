"""The languages that the interface speaks, and the addresses of pages in them."""

from typing import NamedTuple

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, override


class Page(NamedTuple):
    language: str
    name: str
    address: str


def speaking(language: str) -> override:
    """Return a context in which addresses lead to pages in this language, or in the site's own if it is not offered.

    Texts may be in any language; only those in ``LANGUAGES`` have addresses under their code.
    """
    return override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)


def own_address(thing) -> str:
    """Return the address at which a thing is shown in its own language throughout, where the interface speaks it."""
    language = thing.language if thing.language in dict(settings.LANGUAGES) else get_language()
    with override(language):
        return thing.get_absolute_url()


def elsewhere(path: str) -> tuple[Page, ...]:
    """Return the same page in the other languages of the interface; nothing for a page that has only one address."""
    others = ((code, name) for code, name in settings.LANGUAGES if code != get_language())
    pages = (Page(code, name, translate_url(path, code)) for code, name in others)
    return tuple(page for page in pages if page.address != path)
