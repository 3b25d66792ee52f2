from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self):
        from ngo_site.lib import personal_data

        from . import forgetting, subscribing  # noqa: F401  (registers what the clock calls)

        personal_data.register(_("Letters"), subscribing.find_personal_data, subscribing.erase_personal_data)
