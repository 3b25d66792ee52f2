"""How mail leaves: what waits, what was given up, what the mail server said last."""

import datetime
import re
from collections.abc import Iterator

from django.db.models import F, Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.admin_pages import admin_url
from core.http import health
from core.mail.limits import MailLimitCount
from core.mail.outbox import OutboxMail

from .part import Part, PartState, waiting_since

LATELY = datetime.timedelta(hours=2)
MANY = 10  # mails: that a few are put off for a while is usual (greylisting, a full mailbox)
_CODE = re.compile(r"\b([2-5]\d\d)\b")


def outbox() -> Iterator[Part]:
    """Yield what waits to be sent, and what was given up."""
    url = admin_url(OutboxMail, "changelist")
    waiting = OutboxMail.objects.filter(parked_at=None)
    number, oldest = waiting.count(), waiting.aggregate(oldest=Min("created_at"))["oldest"]
    if oldest is None:
        yield Part("outbox", _("Mail that waits"), PartState.OK, _("None waits."))
    else:
        sentence = waiting_since(number, oldest)
        if not (moves := health.mail_moves()):
            sentence += " " + _("Nobody has tried to send it for ten minutes: look at worker and mail server.")
        elif (number := _put_off()) >= MANY:
            moves = False
            text = _("%(number)d were tried and still wait after ten minutes: look what the mail server answers.")
            sentence += " " + text % {"number": number}
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


def _put_off() -> int:
    """Return how many personal mails the mail server has refused for now, for ten minutes."""
    tried = OutboxMail.objects.filter(parked_at=None, is_bulk=False, attempts__gt=0).exclude(kind="alert")
    return tried.filter(created_at__lt=timezone.now() - health.MAIL_STUCK_AFTER).count()


def limit() -> Part:
    """Say whether strangers' forms asked for more mail than the site may send in an hour."""
    name, url = _("Mail that forms asked for"), admin_url(MailLimitCount, "changelist")
    lately = timezone.now() - LATELY
    counted = MailLimitCount.objects.filter(limit=MailLimitCount.Limit.SITE, hour__gte=lately)
    number = counted.aggregate(number=Sum(F("late") + F("dropped")))["number"]
    if not number:
        return Part("mail-limit", name, PartState.OK, _("All of it leaves at once."))
    text = ngettext(
        "%(number)d has to wait: more were asked for in an hour than UNASKED_MAILS_AN_HOUR allows. If a campaign is "
        "under way, raise it; if not, see where they come from.",
        "%(number)d have to wait: more were asked for in an hour than UNASKED_MAILS_AN_HOUR allows. If a campaign is "
        "under way, raise it; if not, see where they come from.",
        number,
    )
    return Part("mail-limit", name, PartState.WARNING, text % {"number": number}, url)


def mail_server() -> Part:
    """Say what the mail server last answered to a mail that still waits: by the number of its answer alone."""
    tried = OutboxMail.objects.filter(parked_at=None, attempts__gt=0).exclude(error="").order_by("-due_at")
    error = tried.values_list("error", flat=True).first()
    if error is None:
        return Part("mail-server", _("Mail server"), PartState.OK, _("It has refused nothing that waits."))
    told, url = _answer(error), f"{admin_url(OutboxMail, 'changelist')}?state=waiting"
    if refused := OutboxMail.objects.refused_for_us().order_by("-due_at").values_list("error", flat=True).first():
        sentence = _(
            "It takes nothing from us (%(answer)s), whoever it is for. Mails wait three days and leave by themselves "
            "when it does: look at EMAIL_URL, and ask whoever runs the mail server."
        )
        return Part("mail-server", _("Mail server"), PartState.BAD, sentence % {"answer": _answer(refused)}, url)
    sentence = _("It refused a mail that waits (%(answer)s); it is tried again by itself.") % {"answer": told}
    return Part("mail-server", _("Mail server"), PartState.WARNING, sentence, url)


def _answer(error: str) -> str:
    """Return the number of a server's answer, or the kind of the failure."""
    code = _CODE.search(error)
    return code[1] if code else error.partition(":")[0][:60]
