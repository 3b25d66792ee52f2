"""People who want to join; a coordinator reads them in the admin."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from core.crypto.field_encryption import LockedField
from core.mail.addresses import fingerprint
from core.mail.double_opt_in import Confirmable
from newsletters.models.wording import agreed_to


def mailbox_of(email: str) -> str:
    """Return the keyed tag by which offers are found; it fits no tag of comments, letters or signatures."""
    return fingerprint(email, b"offers", purpose="volunteer").hex()


class Volunteer(Confirmable):
    """Somebody's offer to help. Who they are and what they wrote only the server's secret opens."""

    name = LockedField(_("name"), purpose="volunteer", default="", editable=False)
    email = LockedField(_("e-mail"), purpose="volunteer", default="", editable=False)
    mailbox = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    country = CountryField(_("country"), blank=True)
    message = LockedField(_("how they would like to help"), purpose="volunteer", default="", editable=False)
    consent = models.TextField(_("what the person agreed to"), blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

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

    def wiped(self):
        return {"name": "", "email": "", "mailbox": "", "message": "", "country": "", "token_hash": None}
