"""The desk's pages for films."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.media.upload_progress import UploadProgressMixin
from core.richtext.library_picture import LibraryPictureMixin
from core.richtext.references_admin import ReferencesMixin
from publishing.admin.publishable import PICTURE_FIELDS, PublishableAdmin, StateFilter, side

from ..models import Video, VideoCaptions
from .plays import plays_of, views_of
from .redrawing import redraw
from .stills import still_of


class OtherCaptions(admin.TabularInline):
    model = VideoCaptions
    extra = 0


class WantingFilter(admin.SimpleListFilter):
    """What somebody should write."""

    title = _("to do")
    parameter_name = "todo"

    def lookups(self, request, model_admin):
        return [("transcript", _("public without a transcript"))]

    def queryset(self, request, videos):
        return videos & Video.objects.without_transcript() if self.value() == "transcript" else videos


@admin.register(Video)
class VideoAdmin(LibraryPictureMixin, UploadProgressMixin, ReferencesMixin, PublishableAdmin):
    list_display = ("title", "state", "campaign", "has_transcript", "published_at")
    list_filter = (WantingFilter, StateFilter, "campaign", "language")
    search_fields = ("title", "transcript")
    autocomplete_fields = ("campaign",)
    inlines = (OtherCaptions,)
    readonly_fields = ("seen",)
    fieldsets = (
        (None, {"fields": ("title", "summary")}),
        (_("Film"), {"fields": ("url", "mp4", "webm", "captions", "no_captions", "transcript", "in_texts")}),
        (_("Still"), {"fields": PICTURE_FIELDS}),
        side(_("Campaign"), "campaign"),
        PublishableAdmin.ADDRESS,
        side(_("Seen"), "seen", closed=True),
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "url":
            # An address without a scheme is taken, too, which a browser would not send from a field for addresses.
            kwargs["widget"] = forms.TextInput(attrs={"inputmode": "url", "class": "vURLField"})
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if change and (before := obj.kept):
            redraw(obj, before)
        if not obj.file:  # until somebody chooses another
            obj.file = still_of(obj)
            obj.decorative = not obj.alt.strip()
        super().save_model(request, obj, form, change)

    @admin.display(description=_("transcript"), boolean=True)
    def has_transcript(self, video):
        return bool(video.transcript.strip())

    @admin.display(description=_("how often"))
    def seen(self, video):
        """Numbers of the last 400 days, without anything about anybody."""
        if video is None or video.pk is None:
            return "–"
        text = _("page opened %(views)s times; film played %(plays)s times (files that lie here now, from their start)")
        return text % {"views": views_of(video), "plays": plays_of(video)}
