"""How mail leaves: what waits, what was given up, what the mail server said last."""

import re
from collections.abc import Iterator

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.admin_pages import admin_url
from core.http import health
from core.mail.outbox import OutboxMail
from core.moments import time_in_words

from .part import Part, PartState

_CODE = re.compile(r"\b([2-5]\d\d)\b")


def outbox() -> Iterator[Part]:
    """Yield what waits to be sent, and what was given up."""
    url = admin_url(OutboxMail, "changelist")
    waiting = OutboxMail.objects.filter(parked_at=None)
    number, oldest = waiting.count(), waiting.aggregate(oldest=Min("created_at"))["oldest"]
    if oldest is None:
        yield Part("outbox", _("Mail that waits"), PartState.OK, _("None waits."))
    else:
        text = ngettext("%(number)d waits since %(since)s.", "%(number)d wait, the oldest since %(since)s.", number)
        sentence = text % {"number": number, "since": time_in_words(oldest)}
        moves = health.mail_moves()
        if not moves:
            sentence += " " + _("Nobody has tried to send it for a quarter of an hour: look at worker and mail server.")
        yield Part(
            "outbox", _("Mail that waits"), PartState.OK if moves else PartState.BAD, sentence, f"{url}?state=waiting"
        )
    given_up = OutboxMail.objects.parked().count()
    if not given_up:
        yield Part("mail-given-up", _("Mail given up"), PartState.OK, _("None was given up."))
        return
    text = ngettext(
        "%(number)d could not be sent. Look why, and send it again.",
        "%(number)d could not be sent. Look why, and send them again.",
        given_up,
    )
    yield Part(
        "mail-given-up", _("Mail given up"), PartState.WARNING, text % {"number": given_up}, f"{url}?state=given-up"
    )


def mail_server() -> Part:
    """Say what the mail server last answered to a mail that still waits: by the number of its answer alone."""
    tried = OutboxMail.objects.filter(parked_at=None, attempts__gt=0).exclude(error="").order_by("-due_at")
    error = tried.values_list("error", flat=True).first()
    if error is None:
        return Part("mail-server", _("Mail server"), PartState.OK, _("It has refused nothing that waits."))
    code = _CODE.search(error)
    told = code[1] if code else error.partition(":")[0][:60]
    sentence = _("It refused a mail that waits (%(answer)s); it is tried again by itself.") % {"answer": told}
    return Part(
        "mail-server",
        _("Mail server"),
        PartState.WARNING,
        sentence,
        f"{admin_url(OutboxMail, 'changelist')}?state=waiting",
    )
