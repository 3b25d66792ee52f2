"""Which of our pages others may mention: apps register them by URL name, mentions find their target here."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.urls import Resolver404
from django.urls import resolve as resolve_path
from django.utils import translation

from ngo_site.lib import redirects, web_urls

_loaders: dict[str, Callable] = {}


def register(url_name: str, load: Callable) -> None:
    """Let the pages of ``url_name`` (such as ``articles:article``) be mentioned.

    ``load(**kwargs)`` gets what the URL pattern captured and returns the *published* object, or None. Called
    from ``AppConfig.ready``.
    """
    _loaders[url_name] = load


def is_ours(url: str) -> bool:
    """Return True for an address of this very site, whether or not there is a page."""
    try:
        return web_urls.parse(url).origin == web_urls.parse(settings.SITE_URL).origin
    except web_urls.NotAWebURL:
        return False


def resolve(url: str) -> object | None:
    """Return the published object that lives at this address, or None.

    The origin must be exactly that of SITE_URL; fragment and query do not matter, nor does a final slash. An address
    where the object lived before, which leads to it now, is good as well.
    """
    if not is_ours(url):
        return None
    try:
        path = unquote_to_bytes(web_urls.parse(url).path).decode()
    except UnicodeDecodeError:
        return None
    return _at(path) or _at(redirects.new_path(path))


def addresses(thing) -> list[str]:
    """Return where a published object lives, and lived before it moved."""
    page = thing.get_absolute_url()
    return [settings.SITE_URL + path for path in [page, *redirects.old_paths(page)]]


def _at(path):
    # Patterns with a language prefix match only while that language is spoken.
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        match = _match(path) or (None if path.endswith("/") else _match(path + "/"))
        load = _loaders.get(match.view_name) if match else None
        return load(**match.kwargs) if load else None


def _match(path):
    try:
        return resolve_path(path)
    except Resolver404:
        return None
