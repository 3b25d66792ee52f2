"""People who want to join; a coordinator reads them in the admin."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from ngo_site.lib.confirming import Confirmable


class Volunteer(Confirmable):
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    country = CountryField(_("country"), blank=True)
    message = models.TextField(_("how they would like to help"), blank=True, max_length=4000)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ["-created_at"]

    def __str__(self):
        # Not the name: the desk's history keeps this for good, when the row is long deleted.
        return f"{self._meta.verbose_name} {self.pk}"

    def wiped(self):
        return {"name": "", "email": "", "message": "", "country": "", "token_hash": None}
