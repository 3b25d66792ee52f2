"""The menus as pages show them: read once after each publication, so that no page has to ask for them."""

from django.conf import settings
from django.urls import translate_url
from django.utils import translation

from core.http.paths import match_of
from core.redirects import page_registry

from .models import Menu

# By place and language: tuples of (label, address). A process without the page cache in front shows none.
_shown: dict[tuple[str, str], tuple] = {}


def links(place: str, language: str) -> tuple[tuple[str, str], ...]:
    return _shown.get((place, language), ())


def read() -> None:
    """Look what there is now; called before pages are made anew."""
    found = {}
    menus = list(Menu.objects.exclude(place="").prefetch_related("links"))
    for language, _name in settings.LANGUAGES:
        # The menu in a language of its own comes last and wins.
        for menu in sorted(menus, key=lambda menu: menu.language):
            if menu.language in {"", language}:
                found[menu.place, language] = tuple(_links(menu, language))
    _shown.clear()
    _shown.update(found)


def _links(menu, language):
    with translation.override(settings.LANGUAGE_CODE):
        for link in menu.links.all():
            if not link.address.startswith("/"):
                yield link.label, link.address
            elif _is_public(link.address):
                yield link.label, translate_url(link.address, language)


def _is_public(path: str) -> bool:
    """Whether a link may be shown: a page that is a draft, or not yet or no longer public, must not be named."""
    match = match_of(path.partition("?")[0].partition("#")[0])
    return match is None or page_registry.is_public(match)  # None: a file, or an old address that leads on
