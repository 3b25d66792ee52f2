"""What articles, campaigns, pages, reports, posters and people share: they are written, checked and published."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")
