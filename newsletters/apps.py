"""Letters to people who asked for them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self):
        from core.mail import letters, refusals
        from core.privacy import personal_data

        from . import sending, subscribing
        from .models import Subscriber

        letters.register(sending.KIND, letters.Writer(sending.letter, sending.readers))
        refusals.tell_of_lost_mailboxes(Subscriber.objects.rest)
        personal_data.register(
            _("Letters"),
            subscribing.find_personal_data,
            subscribing.erase_personal_data,
            models=["newsletters.Subscriber", "newsletters.Delivery"],
        )
