"""What somebody reads whose request was refused before any page could look at it, or could not be worked on."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpResponseBadRequest, HttpResponseServerError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.http import resending
from core.http.request_bodies import is_at_desk
from core.media.storage import NO_ROOM

READ_ONLY = "25006"  # PostgreSQL's word for a standby

REASONS = {
    TooManyFilesSent: _("These are too many files at once. Please go back and choose at most 100; nothing was kept."),
    TooManyFieldsSent: _("This form has more fields than we take. Please go back and send less at once."),
    RequestDataTooBig: _(
        "This is more text than one page may have (1 MB). It was not saved. Please go back, your words are still "
        "there, and divide it; pictures belong into the library."
    ),
}


def bad_request(request, exception=None):
    """Answer 400; nothing of the request is shown or asked, for it may be what is wrong."""
    reason = REASONS.get(type(exception), _("This request made no sense to us."))
    return HttpResponseBadRequest(render_to_string("400.html", {"reason": reason}))


def server_error(request):
    """Answer 503 with what was typed when database or disk are away for now, else 500: then the fault is ours."""
    error = sys.exc_info()[1]
    if not _is_outage(error):
        return HttpResponseServerError(render_to_string("500.html"))
    if _is_out_of_room(error) and is_at_desk(request.path_info) and resending.is_from_us(request):
        reason = gettext(
            "The server has no room left for files. Nothing was kept; what you typed stands below. Please tell whoever "
            "runs the site, and send it again when there is room."
        )
    elif request.method != "POST":
        reason = gettext("We cannot show this page now. Please try again in a minute.")
    elif resending.is_from_us(request):
        reason = gettext("Nothing was kept. What you typed stands below: please send it again in a minute.")
    else:
        reason = gettext("Nothing was kept. Please go back, your words are still there, and try again in a minute.")
    title = gettext("We cannot work right now")
    return resending.page(request, 503, title, reason, may_send=resending.is_from_us(request))


def _is_outage(error) -> bool:
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "pgcode", None) == READ_ONLY
    is_away = isinstance(error, OperationalError | InterfaceError)
    return is_away or _is_out_of_room(error)


def _is_out_of_room(error) -> bool:
    return isinstance(error, OSError) and error.errno in NO_ROOM


def csrf_failure(request, reason=""):
    """Let a form be sent again whose page was older than the login; from anywhere else nothing is shown or taken.

    Only a page of ours can bring this page up, what it would send is on it, nobody may frame it, and nothing happens
    without its button: another site gains no more by it than by a link.
    """
    title = gettext("This was not accepted")
    if not resending.is_from_us(request):
        text = gettext(
            "This form was sent from another site, or your browser does not say from where. Nothing was kept."
        )
        return resending.page(request, 403, title, text, may_send=False)
    title, token = gettext("Please press once more"), get_token(request)
    return resending.page(request, 403, title, _who(request), csrfmiddlewaretoken=token)


def logged_out(request):
    """Keep what somebody sent to the desk who is not logged in any more."""
    may_send = resending.is_from_us(request)
    return resending.page(request, 403, gettext("You are logged out"), _who(request), may_send=may_send)


def _who(request) -> str:
    if not is_at_desk(request.path_info):
        return gettext("This page was open for a long time. Nothing was kept yet: press the button to send it again.")
    if not request.user.is_active or not request.user.is_staff:
        return gettext("Nothing was kept yet. Please log in in another window, come back here, and press the button.")
    return gettext(
        "Since this page was opened somebody logged in again in this browser. Nothing was kept yet. You are logged in "
        "as %(name)s: press the button if what stands below is to be sent in this name."
    ) % {"name": request.user.get_username()}
