"""What answers over HTTP have in common: who may keep them, in which language they speak, who we are."""

from functools import wraps

from django.conf import settings
from django.utils import translation
from django.utils.cache import add_never_cache_headers


def public_page(s_maxage: int = 30):
    """Let any HTTP cache keep the view's 200 answers for ``s_maxage`` seconds, the same bytes for everybody.

    A page that must appear or vanish by the clock (scheduled publication) is late by that much at most. The view
    may still decide otherwise by setting Cache-Control itself.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            request.is_public_page = True  # so that its head tells where it lives and how it looks when passed on
            response = view(request, *args, **kwargs)
            anonymous = settings.SESSION_COOKIE_NAME not in request.COOKIES  # editors see drafts at the same addresses
            if anonymous and request.method in {"GET", "HEAD"} and response.status_code == 200:
                response.headers.setdefault("Cache-Control", f"public, max-age=0, s-maxage={s_maxage}")
            else:
                response.headers.setdefault("Cache-Control", "no-store")
            return response

        return wrapped

    return decorate


def private_page(view):
    """For pages behind a secret link: kept by nobody, and the link is told to nobody."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        request.is_private = True  # read by the page that is made when nothing is there
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped


class LanguageFromPath:
    """Speak the language of the path (``/fr/…``), the default one elsewhere.

    Django's LocaleMiddleware would look at cookies and Accept-Language and so send ``Vary``: here a page is the
    same bytes for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def organisation(request):
    """Template variables that every page needs."""
    return {"organisation": settings.ORGANISATION, "site_url": settings.SITE_URL, "demo": settings.DEMO}
