"""Signatures on paper: batches that one person enters and another approves, each with its scan sealed."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from campaigns.petitions.models.petition import Petition
from campaigns.petitions.public_log import Kind, log_change
from core.alters_data import alters_data


class PaperBatchQuerySet(models.QuerySet):
    def waiting_for(self, user: User | AnonymousUser) -> Self:
        """Return what this person may approve: what nobody has approved and somebody else entered."""
        return self.filter(approved_at=None).exclude(entered_by=user)


class PaperBatch(models.Model):
    """So many signatures on paper, collected on a day at a place. It counts when a second person has approved it.

    ``sealed`` holds who collected them and the scan. Once approved, the database refuses to change the batch or to
    delete it; a mistake is struck off, and the public log says why.
    """

    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="paper_batches", verbose_name=_("petition"),
        limit_choices_to={"translation_of": None},
    )  # fmt: skip
    count = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1)])
    country = CountryField(_("country"))
    collected_on = models.DateField(_("collected on"))
    place = models.CharField(
        _("place"), max_length=120, help_text=_("Everybody reads this in the log of the count: “market in Lyon”.")
    )
    sealed = models.BinaryField(editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    struck_at = models.DateTimeField(_("taken off again"), null=True, editable=False)

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of paper signatures")
        verbose_name_plural = _("paper signatures")
        default_permissions = ("add", "delete", "view")
        ordering = ["-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="paper_batch_is_not_empty", condition=Q(count__gt=0)),
            models.CheckConstraint(
                name="paper_batch_seen_by_four_eyes",
                condition=Q(approved_by=None) | Q(entered_by=None) | ~Q(approved_by=F("entered_by")),
            ),
        ]

    def __str__(self):
        return f"{self.count}, {self.place}, {date_format(self.collected_on)}"

    @property
    def told(self) -> str:
        """What the public log says of it."""
        words = {"day": date_format(self.collected_on, "j F Y"), "place": self.place, "country": self.country.name}
        return _t("Collected on %(day)s: %(place)s, %(country)s") % words

    @transaction.atomic
    @alters_data
    def approve(self, by: User) -> bool:
        """Count the batch; True for the one call that does. Raises ValueError for the person who entered it."""
        if self.entered_by_id == by.pk:
            raise ValueError("Whoever entered a batch cannot approve it.")
        waiting = PaperBatch.objects.waiting_for(by).filter(pk=self.pk)
        changed = waiting.update(approved_by=by, approved_at=timezone.now()) == 1
        if changed:
            log_change(self.petition, Kind.PAPER_ADDED, self.count, self.told)
        return changed

    @transaction.atomic
    @alters_data
    def strike(self, reason: str) -> bool:
        """Take an approved batch off the count again, with a reason for everybody; True for the one call that does."""
        approved = PaperBatch.objects.filter(pk=self.pk, struck_at=None).exclude(approved_at=None)
        changed = approved.update(struck_at=timezone.now()) == 1
        if changed:
            log_change(self.petition, Kind.PAPER_STRUCK, -self.count, reason)
        return changed
