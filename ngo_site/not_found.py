"""What a visitor sees where nothing is: a search box, and pages with a similar address."""

import re
from urllib.parse import unquote

from django.contrib.postgres.search import TrigramSimilarity
from django.db import OperationalError, connection, models, transaction
from django.http import HttpResponseNotFound
from django.shortcuts import render
from django.urls import is_valid_path

from core.http.sessions import has_session
from core.redirects import page_registry
from core.slugs import LETTERS, words_in

MOST = 4
PATIENCE = 200  # milliseconds for finding something similar; nobody is worse off without
# A page published a moment ago must not stay away for long.
KEPT = 10
# Programs that look for holes, or for a file; no person reads the answer.
_MACHINES = re.compile(r"\.[a-z0-9]{1,5}/?$|/\.|//|^/(?:wp-|cgi-bin|vendor/|api/|static/|media/|admin/|\.)|\\", re.I)
_LETTERS = re.compile(rf"(?:(?![\d_])[{LETTERS}]){{3}}")


class NotFoundPage:
    """Middleware: make the page when neither a redirect nor a farewell was found for the address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        wants_a_page = getattr(response, "wants_a_page", False) and not _lacks_its_slash(request)
        return page(request) if wants_a_page else response


def not_found(request, exception=None):
    """Leave word for the middleware; most old addresses are answered before it comes to a page."""
    response = HttpResponseNotFound("Not found", content_type="text/plain; charset=utf-8")
    response.wants_a_page = True
    return response


def _lacks_its_slash(request) -> bool:
    """Return True where Django's CommonMiddleware leads on to the same address with a slash at its end."""
    return not request.path_info.endswith("/") and is_valid_path(f"{request.path_info}/")


def page(request):
    text = words_of(request.path_info)
    response = render(request, "404.html", {"words": text, "similar": similar_to(text)}, status=404)
    view = request.resolver_match and request.resolver_match.func
    is_secret = getattr(view, "is_private", False) or has_session(request)
    is_shared = not is_secret and request.method in {"GET", "HEAD"}
    response.headers["Cache-Control"] = f"public, max-age=0, s-maxage={KEPT}" if is_shared else "no-store"
    if is_secret:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def words_of(path: str) -> str:
    """Return the words of the last part of a path that a person may have typed or followed, else nothing."""
    if _MACHINES.search(path) or len(path) > 300:
        return ""
    last = unquote(path).rstrip("/").rpartition("/")[2].replace("\0", "")
    text = " ".join(words_in(last))[:100]
    return text if _LETTERS.search(text) else ""


def similar_to(text: str) -> list:
    """Return public objects with an address like these words, the most similar first; or nothing."""
    if not text:
        return []
    slug = text.replace(" ", "-").casefold()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(PATIENCE)])
            return _things(_most_similar(slug))
    except OperationalError:  # it took too long
        return []


def _most_similar(slug) -> list[tuple]:
    """Return (number of the kind, pk), at most MOST."""
    kinds = [
        model.objects.published()
        .order_by()
        .filter(slug__trigram_similar=slug)
        .annotate(kind=models.Value(number), near=TrigramSimilarity("slug", slug))
        .values_list("kind", "pk", "near")
        for number, model in enumerate(page_registry.page_kinds)
    ]
    found = kinds[0].union(*kinds[1:], all=True).order_by("-near")[:MOST]
    return [(kind, pk) for kind, pk, _near in found]


def _things(found) -> list:
    models_of = list(page_registry.page_kinds)
    loaded = {}
    for number in {number for number, _pk in found}:
        pks = [pk for kind, pk in found if kind == number]
        loaded |= {(number, obj.pk): obj for obj in models_of[number].objects.published().filter(pk__in=pks)}
    return [loaded[key] for key in found if key in loaded]
