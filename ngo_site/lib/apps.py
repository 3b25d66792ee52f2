"""The floor of the house: mechanisms every app stands on."""

from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "ngo_site.lib"
    label = "lib"
    verbose_name = "Machine room"

    def ready(self):
        from . import paths  # noqa: F401  (registers the converters that the apps' addresses use)
