"""A demand people put their names to."""

import secrets

from django.db import models
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.publishing import Publishable, PublishableQuerySet

from .campaign import Campaign


def new_salt() -> bytes:
    return secrets.token_bytes(32)


class PetitionQuerySet(PublishableQuerySet):
    def open(self):
        """Return the public petitions that take signatures now."""
        return self.published().filter(closed_at=None)

    def for_page(self):
        return self.with_count().select_related("campaign__picture")

    def with_count(self):
        """Annotate ``signed``: the public number, from the tally."""
        from .signature import Tally

        per_petition = Tally.objects.filter(petition=OuterRef("pk")).values("petition")
        total = per_petition.annotate(total=Sum("count")).values("total")
        return self.annotate(signed=Coalesce(Subquery(total), 0))


class Petition(Publishable):
    RESERVED_SLUGS = frozenset({"confirm", "withdraw"})

    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="petitions", verbose_name=_("campaign")
    )
    addressee = models.CharField(_("addressed to"), max_length=200)
    demand = models.TextField(
        _("the demand"), max_length=2000, help_text=_("What people sign, word for word. Plain text.")
    )
    body = models.TextField(_("why it matters"), blank=True)
    goal = models.PositiveIntegerField(_("goal"), default=1000)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    salt = models.BinaryField(max_length=32, default=new_salt, null=True, editable=False)

    objects = PetitionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")

    def get_absolute_url(self):
        return reverse("campaigns:petition", args=[self.slug])

    @property
    def is_open(self) -> bool:
        return self.is_published and (self.closed_at is None or self.closed_at > timezone.now())

    @property
    def next_goal(self) -> int:
        """The goal, and once it is near, a higher one: goals raise themselves (needs ``with_count``)."""
        goal = max(self.goal, 1)
        while self.signed >= goal:
            goal = goal * 2 if str(goal)[0] in "15" else goal * 5 // 2
        return goal

    @property
    def share_picture(self):
        """The campaign's picture, while the campaign is public."""
        return self.campaign.picture if self.campaign and self.campaign.is_published else None

    @property
    def topic(self) -> str:
        """The newsletter topic of people who asked for news of this petition."""
        return f"petition:{self.slug}"
