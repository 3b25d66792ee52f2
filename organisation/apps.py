from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "organisation"
    verbose_name = _("Organisation")

    def ready(self):
        from ngo_site.lib import checklist, whereabouts

        from . import forgetting  # noqa: F401  (registers what the clock calls)
        from .models import Page, Person, Report

        checklist.register(Page, checklist.needs("body", _("It has no text.")))
        checklist.register(Report, checklist.needs("document", _("The document itself is missing.")))
        whereabouts.register(Person, "organisation:person", show="organisation.views.show_person")
        whereabouts.register(Report, "organisation:report", show="organisation.views.show_report")
        whereabouts.register(
            Page,
            "organisation:page",
            "organisation:about",
            "organisation:privacy",
            "organisation:join",
            show="organisation.views.show_page",
        )
