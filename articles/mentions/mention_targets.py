"""Which of our pages others may mention: those of the kinds that say ``TAKES_MENTIONS``."""

from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.urls import Resolver404
from django.urls import resolve as resolve_path
from django.utils import translation

from core import redirects
from core.fetch import web_urls
from core.redirects import page_registry


def is_ours(url: str) -> bool:
    """Return True for an address of this very site, whether or not there is a page."""
    try:
        return _is_at_home(web_urls.parse(url))
    except web_urls.NotAWebURL:
        return False


def one_spelling(url: web_urls.WebURL) -> tuple:
    """Return what is equal for all spellings of one page; of ours, with http and https and each name it answers to.

    A site that moved to https has years of links that begin with http, and some with or without www.
    """
    origin, path, query = url.page
    return (settings.SITE_URL if _is_at_home(url) else origin), path, query


def _is_at_home(url: web_urls.WebURL) -> bool:
    home = web_urls.parse(settings.SITE_URL)
    named = {name.lower() for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))}
    usual = [one.port == web_urls.DEFAULT_PORTS[one.scheme] for one in (url, home)]
    return url.host in {home.host, *named} and (all(usual) or url.port == home.port)


def resolve(url: str) -> object | None:
    """Return the published object that lives at this address, or None.

    The host must be that of SITE_URL or in ALLOWED_HOSTS, with http or https; fragment and query do not matter, nor
    does a final slash. An address where the object lived before, which leads to it now, is good as well.
    """
    if not is_ours(url):
        return None
    try:
        path = unquote_to_bytes(web_urls.parse(url).path).decode()
    except UnicodeDecodeError:
        return None
    return _at(path) or _at(redirects.new_path(path))


def addresses(obj) -> list[str]:
    """Return where a published object lives, and lived before it moved."""
    page = obj.get_absolute_url()
    return [settings.SITE_URL + path for path in [page, *redirects.old_paths(page)]]


def _at(path):
    # Patterns with a language prefix match only while that language is spoken.
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        match = _match(path) or (None if path.endswith("/") else _match(path + "/"))
        return _published(match) if match else None


def _published(match):
    for kind in page_registry.page_kinds.values():
        if kind.model.TAKES_MENTIONS and kind.names[0] == match.view_name:
            return kind.model.objects.published().filter(slug=match.kwargs["slug"]).first()
    return None


def _match(path):
    try:
        return resolve_path(path)
    except Resolver404:
        return None
