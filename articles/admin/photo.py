"""The picture library, and how the text editor looks into it."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.desk import PICTURE_FIELDS, PublishableAdmin

from ..models import Photo

IN_THE_DIALOG = 24


@admin.register(Photo)
class PhotoAdmin(PublishableAdmin):
    list_display = ("preview", "title", "state", "alternative", "credit", "licence")
    list_display_links = ("preview", "title")
    list_filter = ("decorative", "licence")
    search_fields = ("title", "alt", "caption", "credit")
    readonly_fields = ("preview",)
    fieldsets = (
        (
            _("Picture"),
            {
                "fields": ("preview", *PICTURE_FIELDS),
                "description": _(
                    "Describe in one sentence what is to be seen, for people who do not see it. "
                    "Tick “decorative” only when the picture says nothing."
                ),
            },
        ),
        (None, {"fields": ("title", "slug", "caption", "summary")}),
        (
            _("Gallery"),
            {
                "fields": ("published_at", "language"),
                "description": _("The picture can be used in texts at once. With a date it is in the gallery, too."),
            },
        ),
    )

    @admin.display(description=_("preview"))
    def preview(self, photo):
        # After an error in the form the picture is not kept yet, so there is nothing to show.
        if not photo.file or not photo.file._committed:
            return "–"
        return format_html('<img src="{}" alt="{}" width="120" loading="lazy">', thumbnail(photo), photo.alt)

    @admin.display(description=_("description"))
    def alternative(self, photo):
        return _("decorative") if photo.decorative else photo.alt

    def get_urls(self):
        library = path("library.json", self.admin_site.admin_view(self.library), name="articles_photo_library")
        return [library, *super().get_urls()]

    def library(self, request):
        """Answer the editor's dialog: the newest pictures, or those that match ``?q=``, 24 at a time."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photos = Photo.objects.order_by("-pk")
        for word in request.GET.get("q", "").replace("\x00", "").split()[:8]:
            photos = photos.filter(Q(title__icontains=word) | Q(alt__icontains=word) | Q(caption__icontains=word))
        page = Paginator(photos, IN_THE_DIALOG).get_page(request.GET.get("page"))
        found = [
            {
                "mark": f"photo:{photo.slug}",
                "title": photo.title,
                "alt": photo.alt,
                "decorative": photo.decorative,
                "credit": photo.credit,
                "src": photo.file.url,
                "thumbnail": thumbnail(photo),
            }
            for photo in page
        ]
        return JsonResponse({"photos": found, "more": page.has_next(), "add": reverse("admin:articles_photo_add")})


def thumbnail(photo) -> str:
    """Return the address of the smallest rendition there is."""
    return photo.url_at(320)
