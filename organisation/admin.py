"""The desk's pages for people, reports, pages and those who want to join."""

from django.contrib import admin, messages
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.mail.addresses import tidied
from core.richtext.editor import EditorMixin
from core.templatetags.site import kind_and_size
from publishing.admin.publishable import PICTURE_FIELDS, PublishableAdmin, side

from . import document_upload
from .models import Document, Edition, Menu, MenuLink, Page, Person, Report, Volunteer
from .models.volunteer import mailbox_of


@admin.register(Person)
class PersonAdmin(EditorMixin, PublishableAdmin):
    list_display = ("title", "role", "state", "position")
    list_editable = ("position",)
    search_fields = ("title", "role")
    autocomplete_fields = ("user",)
    fieldsets = (
        (None, {"fields": ("title", "role", "summary", "body")}),
        (_("Portrait"), {"fields": PICTURE_FIELDS}),
        side(_("In the team"), "position", "user", "response_mail"),
        PublishableAdmin.ADDRESS,
    )


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
class ReportAdmin(EditorMixin, PublishableAdmin):
    inlines = (Editions,)
    fieldsets = (
        (None, {"fields": ("title", "document", "summary", "body")}),
        (_("Cover"), {"fields": PICTURE_FIELDS}),
        PublishableAdmin.ADDRESS,
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
    fieldsets = ((None, {"fields": ("title", "summary", "body")}), PublishableAdmin.ADDRESS)


class Links(admin.TabularInline):
    model = MenuLink
    extra = 3


@admin.register(Menu)
class MenuAdmin(admin.ModelAdmin):
    list_display = ("title", "place", "language")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (Links,)


@admin.register(Volunteer)
class VolunteerAdmin(admin.ModelAdmin):
    list_display = ("who", "country", "confirmed_at", "answered_at")
    list_filter = (("answered_at", admin.EmptyFieldListFilter), "country")
    search_fields = ("mailbox",)
    search_help_text = _("A whole e-mail address, or words of a name or message")
    fields = ("name", "email", "country", "message", "consent", "created_at", "confirmed_at", "answered_at")
    readonly_fields = fields
    actions = ("mark_answered",)

    def get_queryset(self, request):
        return super().get_queryset(request).confirmed()  # who has not pressed the button may not have written it

    @admin.display(description=_("name"))
    def who(self, volunteer):
        return volunteer.name

    def get_search_results(self, request, queryset, search_term):
        """Find by the tag of an address, or read through the locked words: they are few enough for that."""
        if not search_term:
            return queryset, False
        try:
            return queryset.filter(mailbox=mailbox_of(tidied(search_term))), False
        except ValueError:
            words = search_term.casefold().split()
            found = (offer for offer in queryset if all(word in _words(offer) for word in words))
            return queryset.filter(pk__in=[offer.pk for offer in found]), False

    def has_add_permission(self, request):
        return False

    @admin.action(description=_("Mark as answered"), permissions=["change"])
    def mark_answered(self, request, queryset):
        answered = queryset.filter(answered_at=None).update(answered_at=timezone.now())
        messages.success(request, _("%(number)d marked as answered.") % {"number": answered})


def _words(offer) -> str:
    return f"{offer.name} {offer.message}".casefold()
