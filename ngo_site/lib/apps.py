"""The floor of the house: mechanisms every app stands on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibConfig(AppConfig):
    name = "ngo_site.lib"
    label = "lib"
    verbose_name = _("Machine room")

    def ready(self):
        # paths registers the converters that the apps' addresses use; sweeping, what the clock calls.
        from . import paths, sweeping  # noqa: F401
