"""Decorators of views: who may keep their answers."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.http import HttpRequest, QueryDict
from django.utils.cache import add_never_cache_headers

from .cacheable import Cacheable, only_known
from .sessions import has_session


def public_page(s_maxage: int = 30, knows: Iterable[str] = ()) -> Callable[[Callable], Callable]:
    """Let any HTTP cache keep the view's 200 answers for ``s_maxage`` seconds, the same bytes for everybody.

    A page that must appear or vanish by the clock (scheduled publication) is late by that much at most. The view
    may still decide otherwise by setting Cache-Control itself.

    ``knows`` names the parameters of the address that make another page (``?page=2``). The view sees these and no
    others, so ``?fbclid=…`` leads to the page that everybody gets, and no cache needs to keep it once more.
    """
    known = frozenset(knows)

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            _forget_unknown(request, known)
            request.is_public_page = True  # so that its head tells where it lives and how it looks when passed on
            response = view(request, *args, **kwargs)
            # Editors see drafts at the same addresses.
            if not has_session(request) and request.method in {"GET", "HEAD"} and response.status_code == 200:
                response.headers.setdefault("Cache-Control", f"public, max-age=0, s-maxage={s_maxage}")
            else:
                response.headers.setdefault("Cache-Control", "no-store")
            return response

        wrapped.cacheable = Cacheable(known)  # type: ignore[attr-defined]  # read by ``cacheable``
        return wrapped

    return decorate


def _forget_unknown(request: HttpRequest, known: frozenset[str]) -> None:
    if query := request.META.get("QUERY_STRING"):
        request.META["QUERY_STRING"] = only_known(query, known)
        request.GET = QueryDict(request.META["QUERY_STRING"])


def private_page(view: Callable) -> Callable:
    """For pages behind a secret link: kept by nobody, and the link is told to nobody."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    wrapped.is_private = True  # type: ignore[attr-defined]  # read by the page that is made when nothing is there
    return wrapped
