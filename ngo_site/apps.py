"""The project as an app of its own (its commands, tags and roles), and the branded admin."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "ngo_site"
    label = "ngo_site"

    def ready(self):
        from publishing import consequences

        from .consequences import on_the_home_page
        from .roles import write_roles

        consequences.register(on_the_home_page)
        post_migrate.connect(write_roles, sender=last_app_with_models(), dispatch_uid="roles")


class Admin(AdminConfig):
    default_site = "ngo_site.admin.EditorialAdminSite"

    def ready(self):
        super().ready()
        from . import accounts  # noqa: F401  (it replaces what Django has registered just now)
        from .identity import admin  # noqa: F401  (it registers itself)

        apps.get_app_config("auth").verbose_name = _("Accounts")


def last_app_with_models() -> AppConfig:
    """Return the last sender of ``post_migrate``: Django makes permissions app by app, and after it all are there."""
    return [app for app in apps.get_app_configs() if app.models_module][-1]
