"""The picture library: every photograph once, to be put into articles and, when public, shown in the gallery."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.pictures import Picture
from ngo_site.lib.publishing import Publishable


class Photo(Publishable, Picture):
    """In the library from the first day, in the gallery while ``published_at`` says so."""

    HTML_FIELDS = ()

    caption = models.CharField(_("caption"), max_length=400, blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")

    def get_absolute_url(self):
        return reverse("articles:photo", args=[self.slug])
