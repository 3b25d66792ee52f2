"""The last look before a letter leaves: a test mail, to whom it goes, who sends it, and what is not yet right in it."""

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import audit
from core.http.throttle import allow
from core.mail.address_field import AddressField
from core.mail.message import sender
from publishing import text_checks

from .models import Approval, Issue
from .sending import send_sample

MOST_AN_HOUR = 30
WAITS_FOR_SECOND = _("Nothing was sent yet: it leaves when a second person presses the button, too.")


class SampleForm(forms.Form):
    """Whose mailbox gets a test; at first one's own."""

    use_required_attribute = False  # it stands in one form with the button that sends to everybody
    to = AddressField(label=_("Send a test to"))

    def __init__(self, data=None, *, user: User | AnonymousUser):
        super().__init__(data, initial={"to": getattr(user, "email", "")})


def last_look(
    issues: Iterable[Issue],
    user: User | AnonymousUser,
    sample_form: SampleForm | None = None,
    approval: Approval | None = None,
) -> dict:
    """Return what the page shows beside the mails; ``issues`` are one letter in its languages."""
    texts = dict.fromkeys(issue.body for issue in issues)
    return {
        "sender": sender(),
        "findings": [finding for text in texts for finding in text_checks.findings(text)],
        "needs_two": settings.BULK_MAIL_NEEDS_TWO,
        "approval": approval,
        "sample_form": sample_form or SampleForm(user=user),
    }


def send_samples(request: HttpRequest, issues: Iterable[Issue], form: SampleForm) -> bool:
    """Send one mail of each language to the address in the form, and say so; False when none left."""
    if not form.is_valid():
        return False
    if not allow("test mail", str(request.user.pk), MOST_AN_HOUR, 3600):
        form.add_error("to", _("Very many tests were sent within the hour. Please come back later."))
        return False
    number = 0
    for issue in issues:
        send_sample(issue, form.cleaned_data["to"])
        number += 1
    # Not to whom: the audit log names no address.
    audit.record(request.user, "test-mail", None, str(number))
    text = ngettext("%(number)d test is on its way to %(to)s.", "%(number)d tests are on their way to %(to)s.", number)
    messages.success(request, text % {"number": number, "to": form.cleaned_data["to"]})
    return True
