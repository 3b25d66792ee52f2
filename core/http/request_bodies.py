"""How large a request may be, decided before anything is parsed; and what is said to whose request is refused."""

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ..recent import Recent
from . import resending
from .sessions import SessionStore, has_session

SMALL = 64 * 1024  # bytes; the longest comment is shorter in every living script
MAIL_EVENTS = "/mail-events/"
LARGEST_EVENTS = 1024 * 1024  # bytes: some providers tell of many mails at once
REASONS = {
    408: _(
        "Your form arrived too slowly or not as a whole, and nothing was kept. Please go back, your words are still "
        "there, and press the button again, perhaps where the reception is better."
    ),
    413: _(
        "This is more than one page takes (64 kB), and nothing was kept. Please go back, your words are still there, "
        "and shorten them."
    ),
    503: _(
        "So many people are here that you would have had to wait too long, and nothing was kept. Please go back, your "
        "words are still there, and try again in a minute."
    ),
}
NOT_LOGGED_IN = _(
    "Texts and files of this size are taken only from those who are logged in, and nothing was kept. Please log in "
    "in another window, come back here and send it again."
)

_refusals: Recent[str] = Recent(60)


def largest_body(request: HttpRequest) -> int:
    """Return how many bytes the request may have: what a form needs, or what a film does for who works at the desk."""
    if settings.MAIL_EVENTS_SECRET and request.path_info.startswith(MAIL_EVENTS):
        return LARGEST_EVENTS
    if not is_at_desk(request.path_info) or not has_session(request):
        return SMALL
    # Not request.session: this is asked before any middleware has run.
    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    user = get_user(request)
    return settings.LARGEST_REQUEST if user.is_active and user.is_staff else SMALL


def is_at_desk(path: str) -> bool:
    """Return True for a path (WSGI's PATH_INFO) within the admin."""
    return path.startswith(reverse("admin:index"))


def refusal(status: int, path: str) -> HttpResponse:
    """Return the page that says what to do; it asks neither the database nor who the visitor is."""
    reason = NOT_LOGGED_IN if status == 413 and is_at_desk(path) else REASONS[status]
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE

    def make() -> str:
        with translation.override(language):
            return render_to_string("400.html", {"reason": reason})

    # When very many are refused, that must not take the time of those who are served.
    response = HttpResponse(_refusals.get((language, reason), make), status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = "30"
    return response


def too_busy(request: HttpRequest) -> HttpResponse:
    """Return the page for whoever got no thread in time, with what was typed."""
    if request.method != "POST" or not resending.is_from_us(request):
        return refusal(503, request.path_info)
    with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        text = _(
            "So many people are here that you would have had to wait too long. Nothing was kept; what you typed stands "
            "below: please send it again in a minute."
        )
        return resending.page(request, 503, _("We cannot work right now"), text)


class BodyLimit:
    """Middleware: refuse what is announced as too large, whatever server is in front, before anything reads it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isascii() and length.isdigit() else 0
        if size > SMALL and size > largest_body(request):
            return refusal(413, request.path_info)
        return self.get_response(request)
