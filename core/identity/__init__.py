"""Who the site speaks for: what the desk says (``Identity``), and what the environment says until then.

It is read once and asked everywhere: by pages, mails, feeds and pictures. No page asks the database for it: the page
cache reads it again after each publication, the worker once a second, and whoever saves it at once.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import Error
from django.utils.translation import get_language

from .colours import Palette, version_of


@dataclass(frozen=True)
class Logo:
    url: str
    width: int
    height: int
    file: str  # its name in the storage
    has_the_name: bool  # so that pages need not write it beside


@dataclass(frozen=True)
class Organisation:
    """The organisation as one language presents it; equal when everything in it is."""

    name: str
    tagline: str
    email: str
    address: str
    donations: str
    footer: str = ""
    profiles: tuple[str, ...] = ()
    logo: Logo | None = None
    logo_by_night: Logo | None = None
    sharing_picture: str = ""  # its name in the storage; pages without a picture of their own are shared with it
    initial: str = ""  # on the icon, where the logo is none
    palette: Palette = field(default_factory=Palette)
    leading_petition: int = 0  # its number; 0: the newest
    sections: tuple[str, ...] = ()  # of the home page, in their order; none: the site's own

    @cached_property
    def icon_version(self) -> str:
        return version_of(self.initial, self.palette.css, self.logo.file if self.logo else "")

    @cached_property
    def profile_names(self) -> list[tuple[str, str]]:
        """Return (address, what a link to it says) of each profile."""
        return [(address, address.partition("://")[2].removeprefix("www.").rstrip("/")) for address in self.profiles]


# By language; None: nothing was read yet.
_said: dict[str, Organisation] | None = None


def current() -> Organisation:
    """Return the organisation in the language that is spoken now."""
    if _said is None:
        try:
            read()
        except Error:  # an error page has a name, too
            return of_the_environment()
    said = _said or {}
    return said.get(get_language() or "") or said[settings.LANGUAGE_CODE]


def names() -> list[str]:
    """Return what the organisation is called, in whatever language."""
    current()
    return sorted({organisation.name for organisation in (_said or {}).values()})


def read() -> None:
    """Look what the desk says now."""
    row = apps.get_model("core", "Identity").objects.first()
    use(row.organisation() if row else of_the_environment(), row.words if row else {})


def use(organisation: Organisation, words: dict[str, dict[str, str]] | None = None) -> None:
    """Present this organisation from now on, in this process; ``words`` are what is called otherwise by language."""
    global _said
    initial = next((sign for sign in organisation.name if sign.isalnum()), "").upper()
    organisation = replace(organisation, initial=initial)
    said = {language: organisation for language, _name in settings.LANGUAGES} | {settings.LANGUAGE_CODE: organisation}
    for language, translated in (words or {}).items():
        if language in said:
            otherwise: dict[str, Any] = {name: text for name, text in translated.items() if text}
            said[language] = replace(organisation, **otherwise)
    _said = said


def of_the_environment() -> Organisation:
    words: dict[str, Any] = settings.ORGANISATION
    return Organisation(**words)
