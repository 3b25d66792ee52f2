"""The desk's pages for posters."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.media.upload_progress import UploadProgressMixin
from core.richtext.references_admin import ReferencesMixin
from publishing.admin.publishable import PICTURE_FIELDS, PublishableAdmin, StateFilter, side

from ..models import Poster, PosterFile, PosterSeries


class OwnFiles(admin.TabularInline):
    model = PosterFile
    extra = 0


@admin.register(PosterSeries)
class PosterSeriesAdmin(admin.ModelAdmin):
    list_display = ("title", "slug")
    search_fields = ("title",)
    prepopulated_fields = {"slug": ("title",)}


@admin.register(Poster)
class PosterAdmin(UploadProgressMixin, ReferencesMixin, PublishableAdmin):
    list_display = ("title", "state", "campaign", "published_at")
    list_filter = (StateFilter, "campaign", "language")
    search_fields = ("title", "words")
    autocomplete_fields = ("campaign", "petition", "series", "translation_of")
    inlines = (OwnFiles,)
    fieldsets = (
        (None, {"fields": ("title", "summary", "words", "suggested_text")}),
        (
            _("Files"),
            {
                "fields": (*PICTURE_FIELDS, "printable", "qr_in_print"),
                "description": _(
                    "All sizes are made from the picture; whatever you upload for a size is taken instead."
                ),
            },
        ),
        side(_("Campaign"), "campaign", "petition"),
        PublishableAdmin.ADDRESS_IN_LANGUAGES,
        side(_("Series"), "series", "place", closed=True),
    )
