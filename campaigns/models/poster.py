"""A poster to hang, print and put on other people's pages."""

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.files import document_name
from ngo_site.lib.pictures import Picture
from ngo_site.lib.publishing import Publishable

from .campaign import Campaign


class Poster(Publishable, Picture):
    HTML_FIELDS = ()
    MAY_LACK = frozenset({"summary"})
    SEARCHED = ("words",)

    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="posters", verbose_name=_("campaign")
    )
    words = models.TextField(
        _("the words on it"), max_length=500, help_text=_("For those who cannot see it, and for search.")
    )
    printable = models.FileField(
        _("file to print (PDF)"),
        upload_to=document_name,
        blank=True,
        validators=[FileExtensionValidator(["pdf"])],
    )
    suggested_text = models.TextField(_("words to share it with"), blank=True, max_length=500)

    class Meta(Publishable.Meta):
        verbose_name = _("poster")
        verbose_name_plural = _("posters")

    def get_absolute_url(self):
        return reverse("campaigns:poster", args=[self.slug])

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
            self.alt_text or self.words,
        )
