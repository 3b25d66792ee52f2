"""What we ask people to do: a cause with its text, posters, videos and petition, in a colour of its own."""

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Photo
from core.http.paths import path_of
from publishing.publishable import Publishable


class Campaign(Publishable):
    PAGE_NAMES = ("campaigns:campaign", "campaigns:campaign-kit", "campaigns:campaign-adopt")
    NEEDED = {"body": _("It has no text.")}
    TAKES_MENTIONS = True

    class Signal(models.TextChoices):
        CARBON = "carbon", _("carbon blue")
        VERMILION = "vermilion", _("vermilion")
        YELLOW = "yellow", _("yellow")
        GREEN = "green", _("green")
        PINK = "pink", _("pink")

    body = models.TextField(_("text"), blank=True)
    signal = models.CharField(_("signal colour"), max_length=9, choices=Signal, default=Signal.CARBON)
    picture = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name=_("picture")
    )

    donate_url = models.URLField(
        _("where to give"),
        blank=True,
        validators=[URLValidator(["https"])],
        help_text=_(
            "The page of your donation service for this campaign. Empty: that of the whole site, if it has one."
        ),
    )

    class Meta(Publishable.Meta):
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def get_absolute_url(self):
        return path_of("campaigns:campaign", self.slug)
