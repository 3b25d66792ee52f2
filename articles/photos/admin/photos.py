"""The picture library: a grid to look through, a form to describe, and where each picture stands."""

from django.contrib import admin, messages
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.models import Album, AlbumPlace, Photo
from core.http.scripts import OwnScript
from core.media import copied_pictures
from core.richtext.references_admin import ReferencesMixin, link_to
from publishing.admin.publishable import PICTURE_FIELDS, PublishableAdmin, StateFilter, side

from ..consent import ending_soon
from . import describing, uploading
from .chooser import PictureChooserMixin

UNDESCRIBED = _("without a description")
UNANSWERED = _("nobody has said whether they agree")


class ToDoFilter(admin.SimpleListFilter):
    """What somebody should look after."""

    title = _("to do")
    parameter_name = "todo"

    def lookups(self, request, model_admin):
        return [
            ("describe", _("without a description or an answer")),
            ("ends", _("consent ends soon")),
            ("over", _("no longer shown")),
        ]

    def queryset(self, request, photos):
        chosen = {
            "describe": photos.undescribed,
            "ends": lambda: photos.filter(pk__in=ending_soon().values("pk")),
            "over": lambda: photos.exclude(pk__in=Photo.objects.shown().values("pk")),
        }
        return chosen[self.value()]() if self.value() in chosen else photos


class LicenceFilter(admin.SimpleListFilter):
    """The licences there are; Django's own would show the missing one as a link without words."""

    title = _("licence")
    parameter_name = "licence"
    MISSING = "-"

    def lookups(self, request, model_admin):
        names = Photo.objects.exclude(licence="").order_by("licence").values_list("licence", flat=True).distinct()
        return [*((name, name) for name in names), (self.MISSING, _("none written"))]

    def queryset(self, request, photos):
        return photos.filter(licence=self.value().removeprefix(self.MISSING)) if self.value() else photos


@admin.register(Photo)
class PhotoAdmin(ReferencesMixin, PublishableAdmin):
    list_display = ("preview", "title", "state", "alternative", "credit", "licence", "agreement")
    list_display_links = ("preview", "title")
    list_filter = (ToDoFilter, StateFilter, LicenceFilter)
    list_per_page = 48
    search_fields = ("title", "slug", "alt", "caption", "credit")
    readonly_fields = ("focus_picker",)
    date_hierarchy = None
    change_list_template = "admin/articles/photo/change_list.html"
    fieldsets = (
        (
            _("Picture"),
            {
                "fields": (*PICTURE_FIELDS, "focus_picker", ("focus_x", "focus_y")),
                "description": _(
                    "Describe in one sentence what is to be seen, for people who do not see it. "
                    "Tick “decorative” only when the picture says nothing. "
                    "A new file takes the place of the old one wherever the picture is shown."
                ),
            },
        ),
        (None, {"fields": ("title", "caption", "summary")}),
        side(_("People in the picture"), "consent", "consent_until"),
        side(
            _("Address and language"),
            *("slug", "language"),
            description=_("The picture can be used in texts at once. With a date it is in the gallery, too."),
        ),
    )

    class Media:
        js = (OwnScript("js/focus.js"),)

    def save_model(self, request, photo, form, change):
        if not change:
            photo.created_by = request.user
        copies = copied_pictures.copies_of(photo) if change else []
        super().save_model(request, photo, form, change)
        self._tell_of_copies(request, photo, copies)

    def _withdraw(self, request, obj, because):
        copies = copied_pictures.copies_of(obj)
        done = super()._withdraw(request, obj, because)
        self._tell_of_copies(request, obj, copies)
        return done

    def _tell_of_copies(self, request, photo, copies):
        """Say what else it was taken off, now that it may be shown no more."""
        if copies and not photo.is_shown:
            names = format_html_join(", ", "{}", [(link_to(copy),) for copy in copies])
            text = _("It was taken off these as well, which had a copy of it: {names}. They need another picture.")
            messages.warning(request, format_html(text, names=names))

    @admin.display(description=_("preview"))
    def preview(self, photo):
        # After an error in the form the picture is not kept yet, so there is nothing to show.
        if not photo.file or not photo.file._committed:
            return "–"
        return format_html(
            '<img src="{}" alt="{}" width="120" loading="lazy" data-across="{}" data-down="{}">',
            thumbnail(photo),
            photo.alt or photo.title,  # it is a link, and a link must have a name
            *photo.focus,
        )

    @admin.display(description=_("what matters in it"))
    def focus_picker(self, photo):
        if not photo.file or not photo.file._committed:
            return _("Save the picture first; then click on what must stay in sight where it is cut to fit.")
        text = _(
            "Click on what must stay in sight where the picture is cut to fit, move it with the arrow keys, or write "
            "the numbers below."
        )
        shown = (
            '<p class="said">{}</p><div class="focus-picker" role="group" data-label="{}">'
            '<img src="{}" alt="{}" width="{}" height="{}"></div>'
        )
        label = _("What must stay in sight:")
        return format_html(shown, text, label, photo.url_at(640), photo.alt, photo.width, photo.height)

    @admin.display(description=_("description"))
    def alternative(self, photo):
        if photo.decorative:
            return _("decorative")
        return photo.alt or format_html('<strong class="missing">{}</strong>', UNDESCRIBED)

    @admin.display(description=_("consent"))
    def agreement(self, photo):
        if not photo.is_shown:
            return format_html('<strong class="missing">{}</strong>', _("no longer shown"))
        if photo.unanswered:
            return format_html('<strong class="missing">{}</strong>', UNANSWERED)
        return photo.consent_until or ""

    def places_of(self, photo):
        return photo.places

    def changelist_view(self, request, extra_context=None):
        own = Photo.objects.editable_by(request.user)
        waiting = own.undescribed().count() if self.has_change_permission(request) else 0
        return super().changelist_view(request, {"title": _("Photos"), "undescribed": waiting} | (extra_context or {}))

    def get_urls(self):
        def own(address, view, name):
            return path(address, self.admin_site.admin_view(view), {"model_admin": self}, name=f"articles_photo_{name}")

        return [
            own("upload/", uploading.upload, "upload"),
            own("describe/", describing.describe, "describe"),
            own("<int:object_id>/words/", describing.words, "words"),
            *super().get_urls(),
        ]


class PlacesInline(PictureChooserMixin, admin.TabularInline):
    model = AlbumPlace
    extra = 3


@admin.register(Album)
class AlbumAdmin(PublishableAdmin):
    list_display = ("title", "state", "published_at", "language")
    fieldsets = ((None, {"fields": ("title", "summary")}), PublishableAdmin.ADDRESS)
    inlines = (PlacesInline,)


def thumbnail(photo) -> str:
    """Return the address of the smallest rendition there is."""
    return photo.url_at(320)
