"""A file to download or to listen to that is no report: minutes, a form, a recording; it stands in texts only."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.alters_data import alters_data
from core.cache import generations
from core.media.documents import SOUNDS, DocumentField
from core.slugs import MOST, SlugField


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.all()


class Document(models.Model):
    """It has no page; whoever knows its address may fetch it."""

    title = models.CharField(_("title"), max_length=200)
    slug = SlugField(_("name in texts"), max_length=MOST, unique=True)
    file = DocumentField(_("file"), kind="file")
    language = models.CharField(
        _("language"), max_length=7, choices=settings.CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    source_url = models.URLField(_("where it comes from"), max_length=500, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.file.url

    @property
    def is_sound(self) -> bool:
        return self.file.name.rpartition(".")[2].lower() in SOUNDS

    @alters_data
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        generations.forget_pages()

    @alters_data
    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        generations.forget_pages()
        return result
