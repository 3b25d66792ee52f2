"""The desk's pages for people, reports, pages and menus."""

from django.contrib import admin, messages
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.richtext.editor import EditorMixin
from core.richtext.library_picture import LibraryPictureMixin
from core.templatetags.site import kind_and_size
from publishing.admin.publishable import PICTURE_FIELDS, PublishableAdmin, side

from . import document_upload, own_portrait
from .models import Document, Edition, Menu, MenuLink, Page, Person, Report
from .volunteers import admin as volunteers_admin  # noqa: F401  (it registers itself)


@admin.register(Person)
class PersonAdmin(LibraryPictureMixin, EditorMixin, PublishableAdmin):
    list_display = ("name", "role", "state", "position")
    list_editable = ("position",)
    search_fields = ("title", "role")
    autocomplete_fields = ("user",)
    fieldsets = (
        (None, {"fields": ("title", "role", "summary", "body")}),
        (_("Portrait"), {"fields": PICTURE_FIELDS}),
        side(_("In the team"), "position", "user", "response_mail"),
        PublishableAdmin.ADDRESS,
    )

    def get_urls(self):
        portrait = self.admin_site.admin_view(own_portrait.change)
        return [path("portrait/", portrait, name="organisation_own_portrait"), *super().get_urls()]

    @admin.display(description=_("name"), ordering="title")
    def name(self, person):
        return person.title

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "title":
            kwargs["label"] = _("Name")
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class Editions(admin.TabularInline):
    """Earlier documents: whoever ticks “delete” removes the file itself."""

    model = Edition
    fields = ("download", "replaced_at", "note")
    readonly_fields = ("download", "replaced_at")
    extra = 0

    def has_add_permission(self, request, obj=None):
        return False

    @admin.display(description=_("file"))
    def download(self, edition):
        return format_html('<a href="{}">{}</a>', edition.file.url, kind_and_size(edition.file))


@admin.register(Report)
class ReportAdmin(LibraryPictureMixin, EditorMixin, PublishableAdmin):
    inlines = (Editions,)
    autocomplete_fields = ("translation_of",)
    fieldsets = (
        (None, {"fields": ("title", "document", "summary", "body")}),
        (_("Cover"), {"fields": PICTURE_FIELDS}),
        PublishableAdmin.ADDRESS_IN_LANGUAGES,
    )

    def save_model(self, request, report, form, change):
        kept = report.kept if change else None
        super().save_model(request, report, form, change)
        if kept and kept.was_public and kept.document.name != report.document.name:
            text = _(
                "The document that was replaced stays at its address, as an earlier edition. If something must go, "
                "delete it below."
            )
            messages.info(request, text)


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    """Files that links lead to: added here or in the dialog of a link, or brought from a site that moved here."""

    list_display = ("title", "kind", "language", "created_at")
    search_fields = ("title", "slug", "source_url")
    fields = ("title", "language", "download", "mark", "source_url", "created_at")
    readonly_fields = ("download", "mark", "source_url", "created_at")

    def get_fields(self, request, obj=None):
        return self.fields if obj else ("file", "title", "language")

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = document_upload.DocumentForm
        return super().get_form(request, obj, change, **kwargs)

    def get_urls(self):
        upload = self.admin_site.admin_view(document_upload.upload)
        own = path("upload/", upload, {"model_admin": self}, name="organisation_document_upload")
        return [own, *super().get_urls()]

    @admin.display(description=_("file"))
    def kind(self, document):
        return kind_and_size(document.file)

    @admin.display(description=_("file"))
    def download(self, document):
        return format_html('<a href="{}">{}</a>', document.file.url, kind_and_size(document.file))

    @admin.display(description=_("name in texts"))
    def mark(self, document):
        return document.slug


@admin.register(Page)
class PageAdmin(EditorMixin, PublishableAdmin):
    autocomplete_fields = ("translation_of",)
    fieldsets = (
        (None, {"fields": ("title", "summary", "body")}),
        PublishableAdmin.ADDRESS_IN_LANGUAGES,
    )


class Links(admin.TabularInline):
    model = MenuLink
    extra = 3


@admin.register(Menu)
class MenuAdmin(admin.ModelAdmin):
    list_display = ("title", "place", "language")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (Links,)
