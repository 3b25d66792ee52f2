"""An album: photographs that belong together, in the order somebody gave them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.http.paths import path_of
from publishing.publishable import Publishable

from .photo import Photo


class Album(Publishable):
    HTML_FIELDS = ()
    SEARCHED = ()
    KEPT_ROWS = ("places",)
    PAGE_NAMES = ("articles:album", "articles:album-photo")

    photos = models.ManyToManyField(
        Photo, through="AlbumPlace", related_name="albums", blank=True, verbose_name=_("photos")
    )

    class Meta(Publishable.Meta):
        verbose_name = _("album")
        verbose_name_plural = _("albums")

    def get_absolute_url(self):
        return path_of("articles:album", self.slug)

    @property
    def shown(self):
        """The photographs that are public, in the album's order."""
        return Photo.objects.published().filter(album_places__album=self).order_by("album_places__place", "pk")


class AlbumPlace(models.Model):
    album = models.ForeignKey(Album, models.CASCADE, related_name="places", db_index=False)
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="album_places", verbose_name=_("photo"))
    place = models.PositiveSmallIntegerField(
        _("place"), null=True, blank=True, help_text=_("The smallest comes first; empty: last.")
    )

    class Meta:
        verbose_name = _("photo in the album")
        verbose_name_plural = _("photos in the album")
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["album", "photo"], name="photo_once_in_an_album")]

    def __str__(self):
        return str(self.photo)
