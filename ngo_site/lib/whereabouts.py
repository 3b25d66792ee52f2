"""Where each kind of published thing lives, and what its addresses answer when it has moved or is gone."""

from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpResponsePermanentRedirect
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.module_loading import import_string

from .redirects import Redirect, gone_page, hits, normal


@dataclass(frozen=True)
class Home:
    """The URL names under which one kind lives (the first is its page) and the function that shows it."""

    model: type
    names: tuple[str, ...]
    show: str

    def page_of(self, request, thing):
        """Return the public page of ``thing``, whatever its state."""
        return import_string(self.show)(request, thing)


homes: dict[type, Home] = {}
_by_name: dict[str, Home] = {}


def register(model, *names: str, show: str) -> None:
    """Say where the things of a model live; called from ``AppConfig.ready``.

    ``names`` are the names of all URL patterns with the thing's slug, its page first. ``show`` is the dotted name of
    ``show(request, thing)``, which returns the page's response.
    """
    home = homes[model] = Home(model, names, show)
    _by_name.update(dict.fromkeys(names, home))


def home_of(thing) -> Home:
    return homes[type(thing)]


def is_public(match) -> bool:
    """Return False for the address, as resolved, of a thing that the public may not see or that is not there."""
    home = _by_name.get(match.view_name)
    if home is None:
        return True
    slug = match.kwargs.get("slug") or match.view_name.partition(":")[2]  # pages with a fixed address
    return home.model.objects.published().filter(slug=slug).exists()


def is_taken(thing) -> bool:
    """Return True when the thing's address already belongs to another page of the site, as ``/articles/feed/`` does."""
    home = homes.get(type(thing))
    if home is None or not thing.slug:
        return False
    addresses = [thing.get_absolute_url(), *_below(home, thing.slug)]
    try:
        return any(resolve(address).view_name not in home.names for address in addresses)
    except Resolver404:
        return True


def _below(home, slug):
    """Return the addresses that belong to a thing with this slug."""
    for name in home.names:
        for more in ({}, {"pk": 1}):
            with suppress(NoReverseMatch):
                yield reverse(name, kwargs={"slug": slug, **more})


class Whereabouts:
    """Middleware: where a view found nothing, say what became of what was there. A page that exists pays nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or not match or "slug" not in match.kwargs:
            return response
        home = _by_name.get(match.view_name)
        return (home and (_gone(request, home, match) or _moved(request, home, match))) or response


def _gone(request, home, match):
    thing = home.model.objects.gone().filter(slug=match.kwargs["slug"]).first()
    return thing and gone_page(request, thing)


def _moved(request, home, match):
    """Lead what lies below a page that moved (its count, its card on other sites) after it."""
    if request.method not in {"GET", "HEAD"} or match.view_name == home.names[0]:
        return None
    try:
        old_page = normal(reverse(home.names[0], args=[match.kwargs["slug"]]))
        moved = Redirect.objects.exclude(new_path="").get(old_path=old_page)
        there = resolve(moved.new_path)
    except (ValueError, Redirect.DoesNotExist, Resolver404):
        return None
    if there.view_name not in home.names or "slug" not in there.kwargs:
        return None
    hits.count(moved.pk)
    return HttpResponsePermanentRedirect(reverse(match.view_name, kwargs=match.kwargs | {"slug": there.kwargs["slug"]}))
