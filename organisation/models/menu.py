"""Menus of the organisation's own: links that every page shows, at its head or at its foot."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.cache import generations
from core.slugs import SlugField

_PATH = re.compile(r"/(?![/\\])[^\s<>\"\\]*")


def validate_address(address: str) -> None:
    if _PATH.fullmatch(address):
        return
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        message = _("Please give a path on this site, such as /pages/house-rules/, or a whole address with https://.")
        raise ValidationError(message) from None


class PartOfEveryPage(models.Model):
    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        generations.forget_pages()

    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        generations.forget_pages()
        return result


class Menu(PartOfEveryPage):
    """Which links stand where; without any, pages show the site's own."""

    class Place(models.TextChoices):
        NOWHERE = "", _("nowhere")
        HEAD = "head", _("at the head, in place of the site’s own links")
        FOOT = "foot", _("at the foot, after the site’s own links")

    title = models.CharField(_("title"), max_length=80, help_text=_("For the desk; no page shows it."))
    slug = SlugField(max_length=80, unique=True)
    place = models.CharField(_("place"), max_length=4, blank=True, choices=Place)
    language = models.CharField(
        _("language"), max_length=7, blank=True, choices=settings.LANGUAGES, help_text=_("Empty: all others.")
    )

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "language"],
                condition=~Q(place=""),
                name="one_menu_in_a_place",
                violation_error_message=_("Another menu stands in this place already."),
            )
        ]

    def __str__(self):
        return self.title


class MenuLink(PartOfEveryPage):
    menu = models.ForeignKey(Menu, models.CASCADE, related_name="links")
    label = models.CharField(_("text"), max_length=80)
    address = models.CharField(_("address"), max_length=500, validators=[validate_address])
    position = models.PositiveSmallIntegerField(
        _("place"), null=True, blank=True, help_text=_("The smallest comes first; empty: last.")
    )

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label
