"""Forgetting the addresses of those who never pressed the button, as the privacy page promises."""

from ngo_site.lib.jobs import every

from .models import Subscriber


@every(seconds=3600)
def forget_unconfirmed_subscribers() -> int:
    return Subscriber.objects.forget_expired()
