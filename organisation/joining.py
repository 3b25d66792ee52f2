"""Joining: what a person writes reaches the coordinator once they have pressed the button in their mail."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from ngo_site.lib.confirming import ending_alike
from ngo_site.lib.mail import queue_mail

from .models import Volunteer


@ending_alike()
def ask_to_join(*, name: str, email: str, country: str, message: str) -> None:
    """Keep what was written and ask the owner of the address, by mail, whether it was them."""
    volunteer = Volunteer(name=name, email=email, country=country, message=message)
    token = volunteer.issue_token()
    volunteer.save()
    is_written = queue_mail(
        email,
        "organisation/mail/confirm_joining",
        {
            "confirm_url": settings.SITE_URL + reverse("organisation:join-confirm", args=[token]),
            "withdraw_url": settings.SITE_URL + reverse("organisation:join-withdraw", args=[token]),
        },
        kind="confirm-joining",
    )
    if not is_written:
        transaction.set_rollback(True)  # too many mails to this address today: keep nothing that nobody can confirm
