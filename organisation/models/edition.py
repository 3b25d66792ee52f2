"""A report's document as it was before: whoever cites its address still finds it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import redirects
from core.alters_data import alters_data
from core.cache import generations
from core.media.documents import DocumentField

from .report import Report


class Edition(models.Model):
    """An earlier document of a public report. It stays at its address until somebody removes it on purpose."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="editions")
    file = DocumentField(_("document (PDF)"))
    replaced_at = models.DateTimeField(_("replaced"), default=timezone.now)
    note = models.CharField(
        _("what has changed since"), max_length=300, blank=True, help_text=_("Readers of the report see it.")
    )

    class Meta:
        verbose_name = _("earlier edition")
        verbose_name_plural = _("earlier editions")
        ordering = ["-replaced_at", "-pk"]

    def __str__(self):
        return self.file.name.rpartition("/")[2]

    @alters_data
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        generations.forget_pages()

    @alters_data
    def delete(self, *args, **kwargs):
        """Remove it with its file; its address says from then on that it is gone."""
        address = self.file.url
        result = super().delete(*args, **kwargs)
        if address.startswith("/") and self.file.name != self.report.document.name:
            redirects.remember(address, "")
        generations.forget_pages()
        return result
