"""What the desk says of the organisation: one row, or none as long as the environment's words are enough."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..alters_data import alters_data
from ..cache import generations
from ..media.pictures import Picture
from . import Logo, Organisation, read
from .colours import Palette

THE_ONE = 1
_COLOUR = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Please write a colour as # and six figures, such as #2a1fff."))


def validate_web_address(address: str) -> None:
    try:
        URLValidator(schemes=["https"])(address)
    except ValidationError:
        message = _("“%(address)s” is no address of a page. Please write it whole, such as https://example.org/us.")
        raise ValidationError(message, params={"address": address}) from None


class Identity(Picture):
    """The organisation's name, words, logo (the picture) and colour, and what its home page shows."""

    PICTURE_REQUIRED = False

    id = models.PositiveSmallIntegerField(primary_key=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    tagline = models.CharField(_("tagline"), max_length=120, blank=True, help_text=_("A few words beside the name."))
    # {"fr": {"name": …, "tagline": …, "footer": …}}: what is called otherwise in other languages
    words = models.JSONField(default=dict, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, help_text=_("Where people write to you. Pages show it."))
    address = models.CharField(
        _("postal address"),
        max_length=300,
        blank=True,
        help_text=_("In one line. It stands below every letter, as many laws ask of newsletters."),
    )
    donations = models.CharField(
        _("donation page"),
        max_length=500,
        blank=True,
        validators=[validate_web_address],
        help_text=_("Its address, with https://. Pages link to it as “Give”."),
    )
    footer = models.TextField(
        _("words at the foot"), max_length=500, blank=True, help_text=_("Such as who you are before the law.")
    )
    profiles = models.TextField(
        _("profiles elsewhere"), max_length=2000, blank=True, help_text=_("Addresses with https://, one a line.")
    )
    name_in_logo = models.BooleanField(
        _("the name is in the logo"), default=False, help_text=_("Then pages do not write it beside the logo.")
    )
    colour = models.CharField(_("colour"), max_length=7, blank=True, validators=[_COLOUR])
    colour_by_night = models.CharField(_("colour by night"), max_length=7, blank=True, validators=[_COLOUR])
    leading_petition = models.PositiveBigIntegerField(default=0)
    sections = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("settings of the organisation")
        verbose_name_plural = _("settings of the organisation")
        constraints = [models.CheckConstraint(condition=Q(id=THE_ONE), name="one_identity")]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home")

    def organisation(self) -> Organisation:
        """Return what every page needs of it."""
        others = {picture.use: picture for picture in IdentityPicture.objects.exclude(file="")}
        sharing_picture = others.get(IdentityPicture.Use.SHARING)
        return Organisation(
            name=self.name,
            tagline=self.tagline,
            email=self.email,
            address=self.address,
            donations=self.donations,
            footer=self.footer,
            profiles=tuple(self.profiles.split()),
            logo=self._logo(self),
            logo_by_night=self._logo(others.get(IdentityPicture.Use.NIGHT)),
            sharing_picture=sharing_picture.file.name if sharing_picture else "",
            palette=Palette(self.colour, self.colour_by_night),
            leading_petition=self.leading_petition,
            sections=tuple(self.sections),
        )

    def _logo(self, picture: Picture | None) -> Logo | None:
        if not picture or not picture.file:
            return None
        width, height = picture.width or 0, picture.height or 0
        return Logo(picture.url_at(640), width, height, picture.file.name, self.name_in_logo)

    @alters_data
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, and show it: here when it is certain, on other pages and in other processes within a second."""
        self.pk = THE_ONE
        with transaction.atomic():
            super().save(*args, **kwargs)
            generations.forget_pages()
        transaction.on_commit(read, robust=True)


class IdentityPicture(Picture):
    """A picture of the organisation's beside its logo; there is at most one for each use."""

    PICTURE_REQUIRED = False

    class Use(models.TextChoices):
        NIGHT = "night", _("logo for dark screens")
        SHARING = "sharing", _("sharing picture")

    use = models.CharField(_("what it is for"), max_length=7, choices=Use, primary_key=True)

    class Meta:
        verbose_name = _("picture of the organisation")
        verbose_name_plural = _("pictures of the organisation")

    def __str__(self):
        return self.get_use_display()
