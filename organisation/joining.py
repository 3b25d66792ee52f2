"""Joining: what a person writes reaches the coordinator once they have pressed the button in their mail."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.mail import erased_links
from core.mail.compose import queue_mail
from core.mail.double_opt_in import ending_alike
from newsletters.models.wording import agreed_to

from .models import Volunteer
from .models.volunteer import mailbox_of


@ending_alike()
def ask_to_join(*, name: str, email: str, country: str, message: str, consent: str, due_at=None) -> None:
    """Keep what was written and ask the owner of the address, by mail, whether it was them.

    ``consent`` is the record of what the form showed; ``due_at`` is when the mail may leave (``core.mail.limits``).
    """
    volunteer = Volunteer(name=name, email=email, country=country, message=message, consent=consent)
    token = volunteer.issue_token()
    volunteer.save()
    is_written = queue_mail(
        email,
        "organisation/mail/confirm_joining",
        {
            "agreed": agreed_to(consent),
            "confirm_url": settings.SITE_URL + reverse("organisation:join-confirm", args=[token]),
            "withdraw_url": settings.SITE_URL + reverse("organisation:join-withdraw", args=[token]),
        },
        kind="confirm-joining",
        due_at=due_at,
    )
    if not is_written:
        transaction.set_rollback(True)  # too many mails to this address: keep nothing that nobody can confirm


@transaction.atomic
def take_back(volunteer: Volunteer, token: str) -> None:
    """Erase what somebody wrote; when it was never confirmed, somebody else gave their address."""
    erased_links.note(token, "" if volunteer.is_confirmed else volunteer.email)
    volunteer.withdraw()


def find_offers(email: str) -> list[str]:
    """Return sentences on what somebody wrote who gave this address, and on what was answered and noted."""
    sentence = _("An offer of %(day)s as “%(name)s”, from %(country)s: %(message)s")
    found = []
    for offer in Volunteer.objects.filter(mailbox=mailbox_of(email)).order_by("created_at").prefetch_related("entries"):
        written = {"name": offer.name, "country": offer.country.name or "–", "message": offer.message or "–"}
        found.append(sentence % {"day": f"{offer.created_at:%Y-%m-%d}", **written})
        found += [_entry_in_words(entry) for entry in reversed(offer.entries.all())]
    return found


def _entry_in_words(entry) -> str:
    sentence = _("A mail to you of %(day)s: %(text)s") if entry.is_mail else _("A note of %(day)s: %(text)s")
    return sentence % {"day": f"{entry.at:%Y-%m-%d}", "text": f"{entry.subject}\n{entry.text}".strip()}


def erase_offers(email: str) -> int:
    return sum(offer.withdraw() for offer in Volunteer.objects.filter(mailbox=mailbox_of(email)))
