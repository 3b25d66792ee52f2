"""The people who work for the organisation; articles name them as their authors."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.pictures import Picture
from ngo_site.lib.publishing import Publishable


class Person(Publishable, Picture):
    """``title`` is the person's name, the picture a portrait (optional)."""

    PICTURE_REQUIRED = False

    role = models.CharField(_("role"), max_length=120, blank=True)
    body = models.TextField(_("about this person"), blank=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )

    class Meta(Publishable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["position", "title"]

    def get_absolute_url(self):
        return reverse("organisation:person", args=[self.slug])
