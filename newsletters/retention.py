"""Forgetting the addresses of those who never pressed the button, as the privacy page promises."""

from .models import Subscriber


def forget_unconfirmed_subscribers() -> int:
    """Delete subscribers who never confirmed; return how many."""
    return Subscriber.objects.forget_expired()
