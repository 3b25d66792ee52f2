"""The desk's pages for posters and videos."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.desk import PICTURE_FIELDS, PublishableAdmin, StateFilter
from ngo_site.lib.sending import WithLargeFiles
from ngo_site.lib.used_in import WithUses

from ..models import Poster, PosterFile, PosterSeries, Video, VideoCaptions
from ..plays import plays_of, views_of


class OwnFiles(admin.TabularInline):
    model = PosterFile
    extra = 0


class OtherCaptions(admin.TabularInline):
    model = VideoCaptions
    extra = 0


@admin.register(PosterSeries)
class PosterSeriesAdmin(admin.ModelAdmin):
    list_display = ("title", "slug")
    search_fields = ("title",)
    prepopulated_fields = {"slug": ("title",)}


@admin.register(Poster)
class PosterAdmin(WithLargeFiles, WithUses, PublishableAdmin):
    list_display = ("title", "state", "campaign", "published_at")
    list_filter = (StateFilter, "campaign", "language")
    search_fields = ("title", "words")
    autocomplete_fields = ("campaign", "petition", "series", "original")
    inlines = (OwnFiles,)
    fieldsets = (
        (None, {"fields": ("title", "slug", "campaign", "petition", "summary", "words", "suggested_text")}),
        (
            _("Files"),
            {
                "fields": (*PICTURE_FIELDS, "printable", "qr_in_print"),
                "description": _(
                    "All sizes are made from the picture; whatever you upload for a size is taken instead."
                ),
            },
        ),
        (_("Series and languages"), {"fields": (("series", "place"), "original")}),
        PublishableAdmin.PUBLICATION,
    )


@admin.register(Video)
class VideoAdmin(WithLargeFiles, WithUses, PublishableAdmin):
    list_display = ("title", "state", "campaign", "published_at")
    list_filter = (StateFilter, "campaign", "language")
    search_fields = ("title", "transcript")
    autocomplete_fields = ("campaign",)
    inlines = (OtherCaptions,)
    readonly_fields = ("seen",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "campaign", "summary")}),
        (_("Film"), {"fields": ("url", "mp4", "webm", "captions", "transcript")}),
        (_("Still"), {"fields": PICTURE_FIELDS}),
        (_("Seen"), {"fields": ("seen",)}),
        PublishableAdmin.PUBLICATION,
    )

    @admin.display(description=_("how often"))
    def seen(self, video):
        """Numbers of the last 400 days, without anything about anybody."""
        if video is None or video.pk is None:
            return "–"
        words = _(
            "page opened %(views)s times; film played %(plays)s times (files that lie here now, from their start)"
        )
        return words % {"views": views_of(video), "plays": plays_of(video)}
