"""People who want to join; a coordinator reads them in the admin."""

from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from core.crypto.field_encryption import LockedField
from core.mail.addresses import fingerprint
from core.mail.double_opt_in import Confirmable, ConfirmableQuerySet
from newsletters.models.wording import agreed_to, language_of


def mailbox_of(email: str) -> str:
    """Return the keyed tag by which offers are found; it fits no tag of comments, letters or signatures."""
    return fingerprint(email, b"offers", purpose="volunteer").hex()


class VolunteerQuerySet(ConfirmableQuerySet):
    def new(self) -> Self:
        """Return who confirmed their offer and was not answered yet."""
        return self.confirmed().filter(stage=Volunteer.Stage.NEW)


class Volunteer(Confirmable):
    """Somebody's offer to help. Who they are and what they wrote only the server's secret opens."""

    class Stage(models.TextChoices):
        NEW = "new", _("new")
        CONTACT = "contact", _("in contact")
        ACTIVE = "active", _("active")
        CLOSED = "closed", _("closed")

    name = LockedField(_("name"), purpose="volunteer", default="", editable=False)
    email = LockedField(_("e-mail"), purpose="volunteer", default="", editable=False)
    mailbox = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    country = CountryField(_("country"), blank=True)
    message = LockedField(_("how they would like to help"), purpose="volunteer", default="", editable=False)
    consent = models.TextField(_("what the person agreed to"), blank=True, editable=False)
    stage = models.CharField(_("stage"), max_length=7, choices=Stage, default=Stage.NEW)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ["-created_at"]

    def __str__(self):
        # Not the name: the desk's history keeps this for good, when the row is long deleted.
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args, **kwargs):
        self.mailbox = mailbox_of(self.email) if self.email else ""
        super().save(*args, **kwargs)

    @property
    def agreed(self) -> str:
        """The words that were agreed to."""
        return agreed_to(self.consent)

    @property
    def language(self) -> str:
        """The language of the form that was sent; the site's own where that is not known."""
        return language_of(self.consent) or settings.LANGUAGE_CODE

    def wiped(self):
        return {"name": "", "email": "", "mailbox": "", "message": "", "country": "", "token_hash": None}

    @transaction.atomic
    def withdraw(self) -> bool:
        """Return True for the one call that takes it back; what was written about it goes, too."""
        self.entries.all().delete()
        return super().withdraw()

    withdraw.alters_data = True


class VolunteerEntry(models.Model):
    """What was mailed to a volunteer, or noted about them by a colleague: locked as their offer is."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="entries")
    subject = LockedField(_("subject"), purpose="volunteer", default="", editable=False)
    text = LockedField(_("text"), purpose="volunteer", default="", editable=False)
    is_mail = models.BooleanField(_("sent by mail"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("note on a volunteer")
        verbose_name_plural = _("notes on volunteers")
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class AnswerTemplate(models.Model):
    """Words with which an answer to a volunteer begins; whoever sends them changes them first."""

    title = models.CharField(_("title"), max_length=80, help_text=_("For the desk; nobody else sees it."))
    language = models.CharField(
        _("language"), max_length=7, choices=settings.CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(
        _("text"),
        max_length=6000,
        help_text=_("{name} becomes the volunteer’s name, {me} yours, {organisation} that of the organisation."),
    )

    class Meta:
        verbose_name = _("answer template")
        verbose_name_plural = _("answer templates")
        ordering = ["pk"]

    def __str__(self):
        return self.title
