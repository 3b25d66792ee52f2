"""Hints that somebody has put away: each is shown until it is done, or until they do not want to see it any more."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.utils.translation import gettext_lazy as _


class Dismissal(models.Model):
    """One hint at the desk that one account does not want to see again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    hint = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("hint put away")
        verbose_name_plural = _("hints put away")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "hint"], name="one_dismissal_of_a_hint")]

    def __str__(self):
        return self.hint


def dismiss(user: User | AnonymousUser, hint: str) -> None:
    Dismissal.objects.get_or_create(user=user, hint=hint)
