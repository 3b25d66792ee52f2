"""Where each kind of published object lives, and what its addresses answer when it has moved or is gone."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, ResolverMatch, get_resolver, reverse

from ..http.paths import match_of
from . import Redirect, gone_page, lead_on, normal, visits


@dataclass(frozen=True)
class PageKind:
    """The URL names under which one kind lives (the first is its page) and what shows it.

    ``show(request, obj)`` returns the response of the public page of ``obj``, whatever its state.
    """

    model: Any
    names: tuple[str, ...]
    show: Callable


_ANY_WORD = "words-that-stand-in-no-address"
_HAS_A_LETTER = re.compile(r"[^\W\d_a-f]")

page_kinds: dict[Any, PageKind] = {}
_by_name: dict[str, PageKind] = {}


def register(model: Any, show: Callable) -> None:
    """Say what shows a model's objects, which names their addresses in ``PAGE_NAMES``; from ``AppConfig.ready``."""
    kind = page_kinds[model] = PageKind(model, model.PAGE_NAMES, show)
    _by_name.update(dict.fromkeys(kind.names, kind))


def kind_of(obj: Any) -> PageKind:
    """Return where objects like this one live; raises KeyError for a kind without pages."""
    return page_kinds[type(obj)]


def is_public(match: ResolverMatch) -> bool:
    """Return False for the address, as resolved, of an object that the public may not see or that is not there."""
    kind = _by_name.get(match.view_name)
    if kind is None:
        return True
    slug = match.kwargs.get("slug") or match.view_name.partition(":")[2]  # pages with a fixed address
    return kind.model.objects.published().filter(slug=slug).exists()


def is_taken(obj: Any) -> bool:
    """Return True when the object's address belongs to another page of the site, as ``/articles/feed/`` does."""
    kind = page_kinds.get(type(obj))
    if kind is None or not obj.slug:
        return False
    if obj.slug in obj.RESERVED_SLUGS:
        return True
    if _is_word_of_nobody(obj.slug):  # they are all alike to Django
        return _is_of_another(kind, _ANY_WORD, type(obj)(slug=_ANY_WORD).get_absolute_url())
    return _is_of_another(kind, obj.slug, obj.get_absolute_url())


def is_used(model: Any) -> Callable[[str], bool]:
    """Return the question whether a new object of a kind may not have a slug, for ``slugs.free``."""

    def is_used(slug):
        return is_taken(model(slug=slug)) or model._base_manager.filter(slug=slug).exists()

    return is_used


def _is_word_of_nobody(slug):
    """Return True for what stands in no address of the site, and is neither a number nor a UUID."""
    return _HAS_A_LETTER.search(slug) is not None and slug not in _words_of_addresses()


@cache
def _words_of_addresses() -> frozenset[str]:
    words, waiting = {code for code, _name in settings.LANGUAGES}, [*get_resolver().url_patterns]
    while waiting:
        pattern = waiting.pop()
        route = str(pattern.pattern)
        words |= {*route.split("/"), *re.findall(r"[\w-]+", route)}
        waiting += getattr(pattern, "url_patterns", ())
    return frozenset(words)


@lru_cache(1000)
def _is_of_another(kind, slug, address):
    # Each form of the desk asks several times, and it takes Django a while to go through all patterns.
    matches = [match_of(one) for one in (address, *_below(kind, slug))]
    return any(match is None or match.view_name not in kind.names for match in matches)


def _below(kind, slug):
    """Return the addresses that belong to an object with this slug."""
    for name in kind.names:
        for more in ({}, {"pk": 1}):
            with suppress(NoReverseMatch):
                yield reverse(name, kwargs={"slug": slug, **more})


class MovedPageMiddleware:
    """Middleware: where a view found nothing, say what became of what was there. A page that exists pays nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 404 or not match or "slug" not in match.kwargs:
            return response
        kind = _kind_at(match)
        return (kind and (_gone(request, kind, match) or _moved(request, kind, match))) or response


def _kind_at(match) -> PageKind | None:
    """Return whose address this is: by its name, or for what all kinds have (a card) by the kind that it names."""
    by_kind = {model._meta.model_name: kind for model, kind in page_kinds.items()}
    return _by_name.get(match.view_name) or by_kind.get(match.kwargs.get("kind"))


def _gone(request, kind, match):
    obj = kind.model.objects.gone().filter(slug=match.kwargs["slug"]).first()
    return obj and gone_page(request, obj)


def _moved(request, kind, match):
    """Lead what lies below a page that moved (its count, its form on other sites) after it."""
    if match.view_name == kind.names[0]:
        return None  # RedirectMiddleware leads on from the page itself
    try:
        old_page = normal(reverse(kind.names[0], args=[match.kwargs["slug"]]))
        moved = Redirect.objects.exclude(new_path="").get(old_path=old_page)
    except (ValueError, Redirect.DoesNotExist):
        return None
    there = match_of(moved.new_path)
    if there is None or there.view_name not in kind.names or "slug" not in there.kwargs:
        return None
    visits.count(moved.pk)
    return lead_on(request, reverse(match.view_name, kwargs=match.kwargs | {"slug": there.kwargs["slug"]}))
