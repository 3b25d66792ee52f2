"""Mechanisms that every app uses."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("System")

    def ready(self) -> None:
        from django.contrib.admin.templatetags import admin_list
        from django.contrib.admin.widgets import AutocompleteMixin

        from .admin_fields import chosen_by_keys
        from .admin_labels import yes_or_no
        from .http import paths  # noqa: F401  (it registers the converters that the apps' addresses use)

        if settings.EMAIL_BACKEND.startswith("anymail."):
            from .mail import provider_events  # noqa: F401  (it listens to what the provider tells)
        from .privacy import own_data, personal_data

        personal_data.register(
            _("Unsent mails"), own_data.find_unsent, own_data.erase_unsent, models=["core.OutboxMail"]
        )
        personal_data.register(
            _("The wish to be left alone"), own_data.find_quiet, own_data.keep_quiet, models=["core.ErasedLink"]
        )
        # Lists, pages and fields of the admin find these here by their names, and have no setting for them.
        admin_list._boolean_icon = yes_or_no  # type: ignore[attr-defined]  # the stubs leave it out
        AutocompleteMixin.optgroups = chosen_by_keys  # type: ignore[assignment, method-assign]  # of fewer types
