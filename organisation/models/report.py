"""A report to consult: its text in short, and the document itself."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.documents import DocumentField
from ngo_site.lib.pictures import Picture
from ngo_site.lib.publishing import Publishable


class Report(Publishable, Picture):
    """The picture is the cover (optional)."""

    PICTURE_REQUIRED = False

    body = models.TextField(_("text"), blank=True)
    document = DocumentField(_("document (PDF)"))

    class Meta(Publishable.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def get_absolute_url(self):
        return reverse("organisation:report", args=[self.slug])
