"""What changed the count besides signing and taking back: lines everybody can read, and nobody can change."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .petition import Petition


class CountChangeQuerySet(models.QuerySet):
    def on_paper(self) -> Self:
        """Return the lines whose sum is the number of signatures on paper."""
        return self.filter(kind__in=[CountChange.Kind.PAPER_ADDED, CountChange.Kind.PAPER_STRUCK])


class CountChange(models.Model):
    """One line of a petition's public log. The database refuses to change or delete it.

    ``number`` is how many signatures came (positive) or went (negative). The number on paper has no other home than
    these lines: what is not told here does not count. Who signed is never in it.
    """

    class Kind(models.TextChoices):
        PAPER_ADDED = "paper-added", _("signatures on paper added")
        PAPER_STRUCK = "paper-struck", _("signatures on paper taken off again")
        INVALIDATED = "invalidated", _("signatures taken off the count")
        RESTORED = "restored", _("signatures put back")
        MENDED = "mended", _("the number set right after counting all again")

    # A petition with a public history is not deleted; it is taken back to draft at most.
    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="count_changes", db_index=False, verbose_name=_("petition")
    )
    happened_at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    number = models.IntegerField(_("how many"))
    reason = models.CharField(_("reason"), max_length=500)

    objects = CountChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the public log")
        verbose_name_plural = _("public log of the count")
        default_permissions = ("view",)
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="count_change_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="count_change_changes_something", condition=~Q(number=0)),
        ]
        indexes = [models.Index(fields=["petition", "-happened_at"], name="count_change_of_petition")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.number:+}"
