"""How somebody wants to have the desk: its language."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils.translation import gettext_lazy as _


class Preferences(models.Model):
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preferences")
    language = models.CharField(_("language of the desk"), max_length=7, blank=True)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")
        default_permissions = ()

    def __str__(self):
        return self.language


def language_of(account: User | AnonymousUser) -> str:
    """Return the language in which the desk and its mails speak to somebody, one that the site still has."""
    found = Preferences.objects.filter(account_id=account.pk).values_list("language", flat=True).first()
    return found if found in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
