"""Forgetting the offers of those who never pressed the button, as the privacy page promises."""

from ngo_site.lib.jobs import every

from .models import Volunteer


@every(seconds=3600)
def forget_unconfirmed_volunteers() -> int:
    return Volunteer.objects.forget_expired()
