"""What became of a petition since it opened: news of it, and corrections of its words."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Photo
from core.cache import generations
from core.richtext import markup, reference_index

from .petition import Petition, Phase


class UpdateQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(published_at__lte=timezone.now())


class PetitionUpdate(models.Model):
    """One entry of the timeline; it may tell about a phase the petition has come to."""

    HTML_FIELDS = ("body",)

    petition = models.ForeignKey(
        Petition,
        models.CASCADE,
        related_name="updates",
        verbose_name=_("petition"),
        limit_choices_to={"translation_of": None},
    )
    about = models.CharField(
        _("about"),
        max_length=9,
        choices=[("", _("news")), *Phase.choices],
        blank=True,
        help_text=_("What it tells of."),
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    answered_by = models.CharField(
        _("who answered"), max_length=200, blank=True, help_text=_("When it is an answer: the person and the office.")
    )
    picture = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="petition_updates", verbose_name=_("picture")
    )
    published_at = models.DateTimeField(
        _("public from"), null=True, blank=True, default=timezone.now, help_text=_("Empty: nobody sees it yet.")
    )

    sent_at = models.DateTimeField(_("sent to those who asked"), null=True, editable=False)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("petition update")
        verbose_name_plural = _("petition updates")
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body = markup.clean(self.body)
        before = PetitionUpdate.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        reference_index.note(self, before)
        generations.forget_pages()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        result = super().delete(*args, **kwargs)
        generations.forget_pages()
        return result


class UpdateTranslation(models.Model):
    """What an update says on the petition's page in another language, and in the mail to those who signed there."""

    HTML_FIELDS = ("body",)

    update = models.ForeignKey(PetitionUpdate, models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=7, choices=settings.CONTENT_LANGUAGES)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(fields=["update", "language"], name="one_translation_of_an_update_per_language")
        ]

    def __str__(self):
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body = markup.clean(self.body)
        super().save(*args, **kwargs)
        generations.forget_pages()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        result = super().delete(*args, **kwargs)
        generations.forget_pages()
        return result


class Correction(models.Model):
    """The demand as it was, and why it is another now; never changed, never deleted while the petition is there."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="corrections")
    was = models.TextField(_("it was"))
    is_now = models.TextField(_("it is now"))
    reason = models.TextField(_("why"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("corrected"), default=timezone.now)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["made_at"]

    def __str__(self):
        return f"{self.petition}, {self.made_at:%Y-%m-%d}"
