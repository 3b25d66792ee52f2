"""What hangs together with posters: series of them, and files of one's own for a size."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.grouping import Grouping, LeavingWord
from core.cache import generations
from core.media import renditions
from core.media.documents import ContentValidator, pdf_without_traces, remove_later
from core.media.files import document_name
from core.media.pictures import develop


class Size(models.TextChoices):
    STORY = "story", _("Phone story, 1080 × 1920")
    SQUARE = "square", _("Square, 1080 × 1080")
    WEB = "web", _("For web pages, up to 1200 wide")
    A4 = "a4", _("A4 to print, with 3 mm bleed")
    A3 = "a3", _("A3 to print, with 3 mm bleed")


PIXELS = {Size.STORY: (1080, 1920), Size.SQUARE: (1080, 1080)}
MILLIMETRES = {Size.A4: (210, 297), Size.A3: (297, 420)}


class PosterSeriesQuerySet(LeavingWord):
    def in_use(self):
        """Return those with a public poster; one that only drafts carry would tell what they are about."""
        posters = self.model._meta.get_field("posters").related_model.objects
        return self.filter(models.Exists(posters.published().filter(series=models.OuterRef("pk"))))


class PosterSeries(Grouping):
    """Posters that belong together in an order, with a page of their own."""

    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences at the head of its page.")
    )

    objects = PosterSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of posters")
        verbose_name_plural = pgettext_lazy("several", "series of posters")
        ordering = ["title"]

    def __str__(self):
        return self.title

    def pages(self) -> list[str]:
        return [reverse("campaigns:poster-series", args=[self.slug])]


class PosterFile(models.Model):
    """A size that somebody drew; it stands in for the one made from the picture."""

    poster = models.ForeignKey("campaigns.Poster", models.CASCADE, related_name="own_files")
    size = models.CharField(_("size"), max_length=6, choices=Size)
    file = models.FileField(_("file"), upload_to=document_name)

    class Meta:
        verbose_name = _("file of one's own")
        verbose_name_plural = _("files of one's own, by size")
        constraints = [
            models.UniqueConstraint(
                fields=["poster", "size"],
                name="one_file_per_size_of_a_poster",
                violation_error_message=_("There is a file of this size already."),
            )
        ]

    def __str__(self):
        return self.get_size_display()

    def clean(self):
        """Look into what was uploaded: sheets are PDF, the others pictures of the right shape."""
        if not self.file or self.file._committed:
            return
        try:
            if self.size in MILLIMETRES:
                ContentValidator("pdf")(self.file)
                self.file = pdf_without_traces(self.file, self.poster)
            else:
                self.file = _of_shape(develop(self.file), PIXELS.get(self.size))
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from None

    def save(self, *args, **kwargs):
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.file.name != self.file.name:
            remove_later(self.file.storage, before.file.name)
        generations.forget_pages()

    def delete(self, *args, **kwargs):
        remove_later(self.file.storage, self.file.name)
        result = super().delete(*args, **kwargs)
        generations.forget_pages()
        return result


def _of_shape(picture, wanted):
    if wanted and abs(picture.width / picture.height * wanted[1] / wanted[0] - 1) > 0.02:
        given = {"width": picture.width, "height": picture.height, "wide": wanted[0], "high": wanted[1]}
        text = _("This picture has %(width)s × %(height)s pixels; this size needs %(wide)s × %(high)s.")
        raise ValidationError(text % given)
    return picture


def remove_made(poster):
    """Remove the files made from a poster's picture once the change is certain."""
    if names := list(poster.made.values()):
        transaction.on_commit(partial(renditions.remove, poster.file.storage, names), robust=True)
