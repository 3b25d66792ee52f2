"""A film: a file of our own, or one that lives elsewhere and is loaded only after a click on our own still."""

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.files import document_name
from ngo_site.lib.pictures import Picture
from ngo_site.lib.publishing import Publishable

from ..players import Player, player_for
from .campaign import Campaign


class Video(Publishable, Picture):
    """The picture is the still that is shown before the click."""

    HTML_FIELDS = ()
    SEARCHED = ("transcript",)

    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="videos", verbose_name=_("campaign")
    )
    url = models.URLField(
        _("where it lives"),
        blank=True,
        help_text=_("The film's page on Dailymotion, YouTube, Vimeo or PeerTube; empty when you upload a file."),
    )
    mp4 = models.FileField(
        _("MP4 file"), upload_to=document_name, blank=True, validators=[FileExtensionValidator(["mp4"])]
    )
    webm = models.FileField(
        _("WebM file"), upload_to=document_name, blank=True, validators=[FileExtensionValidator(["webm"])]
    )
    captions = models.FileField(
        _("captions (WebVTT)"), upload_to=document_name, blank=True, validators=[FileExtensionValidator(["vtt"])]
    )
    transcript = models.TextField(_("transcript"), blank=True, help_text=_("What is heard and seen, in plain text."))

    class Meta(Publishable.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def get_absolute_url(self):
        return reverse("campaigns:video", args=[self.slug])

    @property
    def is_our_own(self) -> bool:
        return bool(self.mp4 or self.webm)

    @property
    def player(self) -> Player | None:
        """The player of a film that lives elsewhere; None when it is ours or its host is unknown here."""
        return None if self.is_our_own else player_for(self.url)

    def clean(self):
        super().clean()
        if not (self.url or self.is_our_own):
            raise ValidationError({"url": _("Give the address of the film's page, or upload a file below.")})
        if self.url and not self.is_our_own and not player_for(self.url):
            raise ValidationError(
                {
                    "url": _(
                        "Films from YouTube, Vimeo, Dailymotion and the PeerTube hosts in the settings can be shown."
                    )
                }
            )
