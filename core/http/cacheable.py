"""Which addresses the page cache may keep answers of, and which parameters of their query make another page."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

MOST_PARAMETERS = 100
LONGEST_PATH = 1000  # bytes


class Cacheable(NamedTuple):
    """What a view says about its answers: the parameters it knows, and whether it is a file that answers ranges."""

    parameters: frozenset[str] = frozenset()
    is_file: bool = False


FILE = Cacheable(is_file=True)


def cacheable(path: str) -> Cacheable | None:
    """Return what the view at this path (WSGI's PATH_INFO) says, or None for what no cache of ours may keep."""
    if path.startswith(settings.STATIC_URL):
        return FILE
    match = _match(path)
    return getattr(match.func, "cacheable", None) if match else None


def route_of(path: str) -> str:
    """Return the name of the route that a path (WSGI's PATH_INFO) leads to: one of ours, whatever the path says."""
    if path.startswith(settings.STATIC_URL):
        return "static"
    match = _match(path)
    return (match.view_name.replace(" ", "_") or "unnamed") if match else "none"


def _match(path: str) -> ResolverMatch | None:
    path = get_path_info({"PATH_INFO": path})
    # Patterns with a language prefix match only while that language is spoken.
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path)
        except Resolver404:
            return None


def only_known(query: str, names: frozenset[str]) -> str:
    """Return the query (WSGI's QUERY_STRING) with these parameters and no others, in one order, each once.

    Of a repeated parameter the last value counts, as for Django's ``QueryDict``. Names are written as they are:
    ``%70age`` is not ``page``.
    """
    if not names or query.count("&") >= MOST_PARAMETERS:
        return ""
    known = [pair for pair in query.split("&") if pair.partition("=")[0] in names]
    if not known:
        return ""
    pairs = parse_qsl("&".join(known).encode("latin-1", "replace").decode("utf-8", "replace"), keep_blank_values=True)
    return urlencode(sorted(dict(pairs).items()))
