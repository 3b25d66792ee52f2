"""Who we are: people, reports, pages, menus, and how to join."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "organisation"
    verbose_name = _("Organisation")

    def ready(self):
        from core.accounts import own_pages
        from core.privacy import personal_data
        from core.redirects import page_registry
        from core.richtext import embeds

        from . import document_upload, joining, views
        from .models import Document, Page, Person, Report

        personal_data.register(
            _("Offers to help"),
            joining.find_offers,
            joining.erase_offers,
            models=["organisation.Volunteer", "organisation.VolunteerEntry"],
        )
        documents = embeds.by_slug(Document.objects.all)
        embeds.register(
            "document",
            documents,
            "embeds/document.html",
            model=Document,
            search=("title",),
            files="admin:organisation_document_upload",
            accept=document_upload.ACCEPT,
        )
        own_pages.register(_("Your portrait"), "admin:organisation_own_portrait")
        page_registry.register(Person, views.show_person)
        page_registry.register(Report, views.show_report)
        page_registry.register(Page, views.show_page)
