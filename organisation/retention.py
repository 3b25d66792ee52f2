"""Forgetting the offers of those who never pressed the button, as the privacy page promises."""

from .models import Volunteer


def forget_unconfirmed_volunteers() -> int:
    """Delete offers that were taken back or never confirmed; return how many of these."""
    Volunteer.objects.filter(status=Volunteer.Status.WITHDRAWN).delete()  # emptied when it was taken back
    return Volunteer.objects.forget_expired()
