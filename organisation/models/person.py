"""The people who work for the organisation; articles name them as their authors."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.http.paths import path_of
from core.media.copied_pictures import CopiedPicture
from publishing.publishable import Publishable


class Person(Publishable, CopiedPicture):
    """``title`` is the person's name, the picture a portrait (optional)."""

    PICTURE_REQUIRED = False
    MAY_LACK = frozenset({"summary"})
    SEARCHED = ("role", "body")
    PAGE_NAMES = ("organisation:person",)

    class ResponseMail(models.TextChoices):
        NONE = "", _("no mail")
        EACH = "each", _("a mail for each response")
        DAILY = "daily", _("one mail a day, when there is something")

    role = models.CharField(_("role"), max_length=120, blank=True)
    body = models.TextField(_("about this person"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("place in the list"),
        null=True,
        blank=True,
        help_text=_("The smallest comes first; those without one come last, by name."),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )
    response_mail = models.CharField(
        _("responses to own articles"),
        max_length=5,
        choices=ResponseMail,
        blank=True,
        default=ResponseMail.NONE,
        help_text=_("Goes to the address of the account, once a response is public."),
    )
    responses_mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta(Publishable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["position", "title"]

    def get_absolute_url(self):
        return path_of("organisation:person", self.slug)
