"""Signatures, in a form that does not tell who signed, and the tally the public number is read from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from campaigns.petitions.models.petition import Petition
from core.mail.double_opt_in import Confirmable


class Signature(Confirmable):
    """No plain address, no network address, no browser: contact data lies in a box only the organisation can open.

    ``fingerprint`` stands for the mailbox (see ``core.mail.addresses``); with the petition it is unique. ``counted``
    says whether the tally includes the row, so counting needs no watermark and can be repeated.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for the button in the mail")
        CONFIRMED = "confirmed", _("confirmed")
        HELD = "held", _("held back")
        WITHDRAWN = "withdrawn", _("withdrawn")

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="signatures", db_index=False)
    fingerprint = models.BinaryField(max_length=32, editable=False)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PENDING, editable=False)
    country = CountryField(_("country"))
    region = models.CharField(_("place"), max_length=80, blank=True)  # only if the signer wants it public
    display_name = models.CharField(_("public name"), max_length=120, blank=True)
    sealed = models.BinaryField(editable=False)
    counted = models.BooleanField(default=False, editable=False)
    # The links in mails are those of attempts, so nothing is looked up by this one: an index less for each signature.
    token_hash = models.BinaryField(max_length=32, null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(fields=["petition", "fingerprint"], name="one_mailbox_one_signature"),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "confirmed", "held", "withdrawn"]), name="signature_status"
            ),
        ]
        indexes = [
            models.Index(
                fields=["petition"],
                condition=Q(status="confirmed", counted=False) | (~Q(status="confirmed") & Q(counted=True)),
                name="signature_to_count",
            ),
            models.Index(
                fields=["petition", "-confirmed_at"],
                condition=Q(status="confirmed") & ~Q(display_name=""),
                name="signature_public_names",
            ),
            # What periodic jobs look for: few rows, whatever the size of the table.
            models.Index(
                fields=["created_at"],
                condition=Q(status__in=["pending", "held", "withdrawn"]),
                name="signature_not_confirmed",
            ),
        ]

    def __str__(self):
        return f"{self.country} {self.status}"

    @property
    def is_confirmed(self) -> bool:
        """True once the button was pressed: whoever holds the link is told the same, counted or held back."""
        return self.status in {self.Status.CONFIRMED, self.Status.HELD}

    def wiped(self) -> dict:
        return {"sealed": b"", "display_name": "", "region": ""}


class Tally(models.Model):
    """How many confirmed signatures of one petition come from one country; the public number is the sum."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="tallies", db_index=False)
    country = CountryField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["petition", "country"], name="one_tally_per_country")]

    def __str__(self):
        return f"{self.country}: {self.count}"
