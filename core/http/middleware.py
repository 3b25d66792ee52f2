"""Middleware: the language of a page."""

from django.conf import settings
from django.utils import translation


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
