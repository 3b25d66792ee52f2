"""A poster to hang, print and put on other people's pages."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.petitions.models.petition import Petition
from core.alters_data import alters_data
from core.http.paths import path_of
from core.media.documents import DocumentField
from core.media.pictures import Picture
from publishing.checks import Problem
from publishing.translatable import Translatable

from ..print_sheet import COARSE, PRINT_RESOLUTION, resolution
from ..sizes import make_sizes
from .poster_files import MILLIMETRES, PosterSeries, Size, remove_made


class Poster(Translatable, Picture):
    HTML_FIELDS = ()
    MAY_LACK = frozenset({"summary"})
    SEARCHED = ("words",)
    RESERVED_SLUGS = frozenset({"series"})
    PAGE_NAMES = ("campaigns:poster", "campaigns:poster-kit", "campaigns:poster-qr", "campaigns:poster-qr-png")
    NEEDED = {"words": _("The words on it are missing, for those who cannot see.")}
    TAKES_MENTIONS = True
    # The field with the names of files that were made from the picture; the sweep leaves them alone.
    MADE_FILES = "made"

    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="posters", verbose_name=_("campaign")
    )
    petition = models.ForeignKey(
        Petition,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="posters",
        verbose_name=_("petition"),
        help_text=_("Where its QR code leads; empty: to the campaign."),
    )
    series = models.ForeignKey(
        PosterSeries, models.SET_NULL, null=True, blank=True, related_name="posters", verbose_name=_("series")
    )
    place = models.PositiveSmallIntegerField(
        _("place in the series"),
        null=True,
        blank=True,
        help_text=_("The smallest comes first; of equal ones, and of those without one, the older."),
    )
    words = models.TextField(
        _("the words on it"), max_length=500, help_text=_("For those who cannot see it, and for search.")
    )
    printable = DocumentField(_("file to print (PDF)"), blank=True)
    qr_in_print = models.BooleanField(
        _("QR code in the corner"),
        default=False,
        help_text=_("On the A4 and A3 sheets that are made from the picture."),
    )
    suggested_text = models.TextField(_("words to share it with"), blank=True, max_length=500)
    made = models.JSONField(default=dict, editable=False)

    class Meta(Translatable.Meta):
        verbose_name = _("poster")
        verbose_name_plural = _("posters")

    def get_absolute_url(self):
        return path_of("campaigns:poster", self.slug)

    @property
    def alt_text(self) -> str:
        """Of a picture of words, the words say what is to be seen where nothing else was written."""
        return "" if self.decorative else self.alt or self.words

    @cached_property
    def leads_to(self):
        """What the QR code on it opens: its petition or campaign while that is public, or its own page."""
        for obj in (self.petition, self.campaign):
            if obj and obj.is_published:
                return obj
        return self

    @property
    def address_on_it(self) -> str:
        return settings.SITE_URL + self.leads_to.get_absolute_url()

    @property
    def snippet(self) -> str:
        """HTML for other people's pages: the picture, from here, with a link to its page."""
        site, width = settings.SITE_URL, 480
        height = round(width * self.height / self.width) if self.width else width
        return format_html(
            '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}"></a>',
            site + self.get_absolute_url(),
            site + self.url_at(960),
            width,
            height,
            self.alt_text,
        )

    def own_problems(self):
        if not self.width or self.printable:
            return
        inch = resolution((self.width, self.height), MILLIMETRES[Size.A3])
        if inch < COARSE:
            text = _(
                "Printed on A3 its picture is coarse: %(inch)s pixels an inch, where printers ask for %(asked)s. "
                "Upload one of 3508 × 4961 pixels, or the printer's file as PDF."
            )
            yield Problem("file", text % {"inch": inch, "asked": PRINT_RESOLUTION}, "coarse", blocks=False)

    @alters_data
    def save(self, *args, **kwargs):
        """Have the sizes made again when the picture, or what the QR code says, is another one."""
        before = self.kept
        if before and _drawn(before) != _drawn(self):
            remove_made(before)
            self.made = {}
        super().save(*args, **kwargs)
        if self.file and not self.made:
            make_sizes.enqueue(self.pk)

    def delete(self, *args, **kwargs):
        remove_made(self)
        return super().delete(*args, **kwargs)


def _drawn(poster) -> tuple:
    """Return all of which its sheets and pictures follow."""
    code = (poster.petition_id, poster.campaign_id) if poster.qr_in_print else ()
    return poster.file.name, poster.title, poster.credit, poster.licence, poster.qr_in_print, code
