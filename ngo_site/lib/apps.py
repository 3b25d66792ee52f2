"""The floor of the house: mechanisms every app stands on."""

from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "ngo_site.lib"
    label = "lib"
    verbose_name = "Machine room"

    def ready(self):
        # paths registers the converters that the apps' addresses use; sweeping, what the clock calls.
        from . import paths, sweeping  # noqa: F401
