"""The desk's pages for posters and videos."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.desk import PICTURE_FIELDS, PublishableAdmin, StateFilter

from ..models import Poster, Video


@admin.register(Poster)
class PosterAdmin(PublishableAdmin):
    list_display = ("title", "state", "campaign", "published_at")
    list_filter = (StateFilter, "campaign", "language")
    search_fields = ("title", "words")
    autocomplete_fields = ("campaign",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "campaign", "summary", "words", "suggested_text")}),
        (_("Files"), {"fields": (*PICTURE_FIELDS, "printable")}),
        PublishableAdmin.PUBLICATION,
    )


@admin.register(Video)
class VideoAdmin(PublishableAdmin):
    list_display = ("title", "state", "campaign", "published_at")
    list_filter = (StateFilter, "campaign", "language")
    search_fields = ("title", "transcript")
    autocomplete_fields = ("campaign",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "campaign", "summary")}),
        (_("Film"), {"fields": ("url", "mp4", "webm", "captions", "transcript")}),
        (_("Still"), {"fields": PICTURE_FIELDS}),
        PublishableAdmin.PUBLICATION,
    )
