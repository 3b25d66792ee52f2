"""A film: a file of our own, or one that lives elsewhere and is loaded only after a click on our own still."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.cache import generations
from core.http.paths import path_of
from core.identity.models import THE_ONE
from core.media.copied_pictures import CopiedPicture
from core.media.documents import DocumentField
from core.media.pictures import DevelopedPicture
from publishing.checks import Problem
from publishing.publishable import Publishable, PublishableQuerySet

from ..models.campaign import Campaign
from .players import NoPlayerError, Player, find_player, player_for, with_scheme
from .stills import still_of

FRAME_FOOT = 48  # pixels below the film in a frame, for its title


class VideoQuerySet(PublishableQuerySet):
    def shown(self):
        """Return what texts show: what is public, and what was made for texts while it has no page of its own."""
        return self.published() | self.usable().filter(in_texts=True)

    def without_transcript(self):
        """Return the public films whose transcript is still to be written."""
        return self.published().filter(transcript="")


class Video(Publishable, CopiedPicture):
    """The picture is the still that is shown before the click."""

    HTML_FIELDS = ()
    SEARCHED = ("transcript",)
    PAGE_NAMES = ("campaigns:video", "campaigns:video-frame")
    TAKES_MENTIONS = True

    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="videos", verbose_name=_("campaign")
    )
    url = models.URLField(
        _("where it lives"),
        blank=True,
        help_text=_(
            "The film's page on Dailymotion, YouTube, Vimeo or PeerTube, as “Share” gives it there; a start time is "
            "kept. Empty when you upload a file."
        ),
    )
    mp4 = DocumentField(_("MP4 file"), kind="mp4", blank=True)
    webm = DocumentField(_("WebM file"), kind="webm", blank=True)
    captions = DocumentField(
        _("captions (WebVTT)"),
        kind="vtt",
        blank=True,
        help_text=_("In the language of the film; other languages below. Lines that players would not read are named."),
    )
    no_captions = models.CharField(
        _("why there are no captions"),
        max_length=200,
        blank=True,
        help_text=_("Only for a film in which nothing is said, such as “Music, no words”. Viewers read it below it."),
    )
    transcript = models.TextField(_("transcript"), blank=True, help_text=_("What is heard and seen, in plain text."))

    in_texts = models.BooleanField(
        _("texts may show it as a draft"),
        default=False,
        help_text=_("Set when the film's address is pasted into a text: it is shown there, without a page of its own."),
    )

    objects = VideoQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def get_absolute_url(self):
        return path_of("campaigns:video", self.slug)

    @property
    def picture_instead(self) -> DevelopedPicture:
        return still_of(self)

    @property
    def watch_address(self) -> str:
        """Where people watch it: its own page, or the host's while only texts show it."""
        only_in_texts = self.in_texts and not self.is_published
        return self.url if only_in_texts else settings.SITE_URL + self.get_absolute_url()

    @property
    def is_our_own(self) -> bool:
        return bool(self.mp4 or self.webm)

    @property
    def poster_url(self) -> str:
        """The address of the still for a player, which knows one file alone and no sizes."""
        return self.url_at(960, "webp")

    @property
    def tracks(self) -> list[tuple[str, str, str]]:
        """Captions as (language, its name, address): those in the film's own language first."""
        own = [(self.language, self.get_language_display(), self.captions.url)] if self.captions else []
        others = [(one.language, one.get_language_display(), one.file.url) for one in self.other_captions.all()]
        return own + [track for track in others if not own or track[0] != self.language]

    @property
    def snippet(self) -> str:
        """HTML for other people's pages: the still with a link here, and not a byte of the film."""
        site, width = settings.SITE_URL, 640
        height = round(width * self.height / self.width) if self.width else 360
        return format_html(
            '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}"'
            ' style="max-width:100%;height:auto"></a>\n<p><a href="{}">{}</a></p>',
            site + self.get_absolute_url(), site + self.url_at(960), width, height, self.alt_text,
            site + self.get_absolute_url(), self.title,
        )  # fmt: skip

    @property
    def frame_snippet(self) -> str:
        """HTML for other people's pages: a sandboxed frame that plays it there."""
        return format_html(
            '<iframe src="{}" width="640" height="{}" title="{}" loading="lazy" allowfullscreen referrerpolicy="origin"'
            ' sandbox="allow-scripts allow-same-origin allow-popups allow-presentation"'
            ' style="border:0;max-width:100%"></iframe>',
            settings.SITE_URL + path_of("campaigns:video-frame", self.slug),
            round(640 * self.height / self.width) + FRAME_FOOT if self.width else 360 + FRAME_FOOT, self.title,
        )  # fmt: skip

    @property
    def player(self) -> Player | None:
        """The player of a film that lives elsewhere; None when it is ours or its host is unknown here."""
        return None if self.is_our_own else player_for(self.url)

    def own_problems(self):
        if not (self.url or self.is_our_own):
            yield Problem("url", str(_("Give the address of the film's page, or upload a file below.")), "missing")
        # Films of others can be shown before somebody has had the time; for our own nobody else writes captions.
        if not self.transcript.strip():
            text = _("It has no transcript, for those who do not see or hear it.")
            yield Problem("transcript", str(text), "missing", blocks=False)
        if self.is_our_own and not self.captions and not self.no_captions.strip():
            text = _("It has no captions, for those who do not hear it. If nothing is said in it, write so below them.")
            yield Problem("captions", str(text), "captions", waivable=True)

    def clean(self):
        super().clean()
        if not self.url:
            return
        self.url = with_scheme(self.url)
        try:
            find_player(self.url)
        except NoPlayerError as error:
            if not self.is_our_own:
                raise ValidationError({"url": str(error)}) from None


class VideoCaptions(models.Model):
    """What is said in the film, in one more language."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="other_captions")
    language = models.CharField(_("language"), max_length=7, choices=settings.CONTENT_LANGUAGES)
    file = DocumentField(_("captions (WebVTT)"), kind="vtt")

    class Meta:
        verbose_name = _("captions in another language")
        verbose_name_plural = _("captions in other languages")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["video", "language"],
                name="captions_once_per_language",
                violation_error_message=_("There are captions in this language already."),
            )
        ]

    def __str__(self):
        return self.get_language_display()

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        generations.forget_pages()

    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        generations.forget_pages()
        return result


class StillIdentity(models.Model):
    """What the organisation was called, and its colour, when the stills that are drawn here were last drawn anew."""

    id = models.PositiveSmallIntegerField(primary_key=True, editable=False)
    names = models.JSONField()  # in all languages, each once
    colour = models.CharField(max_length=7, blank=True)

    class Meta:
        verbose_name = _("name on drawn stills")
        verbose_name_plural = _("names on drawn stills")
        constraints = [models.CheckConstraint(condition=models.Q(id=THE_ONE), name="one_still_identity")]

    def __str__(self):
        return ", ".join(self.names)
