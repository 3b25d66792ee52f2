"""How many signatures of each day the public number includes; no signature's own moment is ever shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.petitions.models.petition import Petition


class DailyTally(models.Model):
    """How many counted signatures of one petition were confirmed on one day (UTC); they sum up to the public number."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    count = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("daily tally")
        verbose_name_plural = _("daily tallies")
        constraints = [models.UniqueConstraint(fields=["petition", "day"], name="one_tally_per_day")]

    def __str__(self):
        return f"{self.day}: {self.count}"
