"""A report to consult: its text in short, and the document itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.alters_data import alters_data
from core.http.paths import path_of
from core.media.copied_pictures import CopiedPicture
from core.media.documents import DocumentField
from publishing.translatable import Translatable


class Report(Translatable, CopiedPicture):
    """The picture is the cover (optional)."""

    PICTURE_REQUIRED = False
    PAGE_NAMES = ("organisation:report",)
    NEEDED = {"document": _("The document itself is missing.")}

    body = models.TextField(_("text"), blank=True)
    document = DocumentField(_("document (PDF)"))

    class Meta(Translatable.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def get_absolute_url(self):
        return path_of("organisation:report", self.slug)

    @alters_data
    def save(self, *args, **kwargs):
        """Save it; the document that the public could fetch before stays, as an earlier edition."""
        before = self.kept
        super().save(*args, **kwargs)
        if before and before.was_public and before.document.name not in {"", self.document.name}:
            self.editions.create(file=before.document.name)
            for again in self.editions.filter(file=self.document.name):
                again.delete()
