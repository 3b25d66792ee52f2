"""What somebody reads whose form was refused before any page could look at it: too many files, or too much text."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponseBadRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

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
