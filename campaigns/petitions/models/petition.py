"""A demand people put their names to."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from campaigns.models.translated import Translated, TranslatedQuerySet
from core.alters_data import alters_data
from core.http.paths import path_of
from core.row_objects import RowObjects
from core.small_numbers import ENOUGH
from newsletters.subscribing import drop_topic, rename_topic
from publishing.revisions import Revision
from publishing.translatable import Translatable, original

LATELY = timedelta(days=7)


def new_salt() -> bytes:
    return secrets.token_bytes(32)


class Phase(models.TextChoices):
    """How far a public petition is; each phase but the first has a date of its own."""

    OPEN = "open", _("open for signatures")
    PAUSED = "paused", _("paused")
    CLOSED = "closed", _("closed")
    DELIVERED = "delivered", _("handed over")
    ANSWERED = "answered", _("answered")
    WON = "won", _("won")
    LOST = "lost", _("lost")


# What the queryset below brings along, for prepared queries.
COUNTS: dict[str, models.Field] = dict.fromkeys(("signed", "on_paper"), models.IntegerField())
WITH_COUNT = RowObjects(["campaign", "campaign__picture"], COUNTS)


class PetitionQuerySet(TranslatedQuerySet):
    def open(self) -> Self:
        """Return the public petitions that take signatures now."""
        return self.published().exclude(_ended(timezone.now()))

    def over(self) -> Self:
        """Return the public petitions that take no signatures any more."""
        return self.published().filter(_ended(timezone.now(), paused=False))

    def chosen_first(self, number: int) -> Self:
        """Put the petition with this number, or its translation, before all others; 0 is none."""
        is_chosen = Q(pk=number) | Q(translation_of=number)
        return self.order_by(Case(When(is_chosen, then=0), default=1), *self.model._meta.ordering)

    def for_page(self) -> Self:
        return self.with_count().select_related("campaign__picture")

    def with_count(self) -> Self:
        """Annotate ``signed``, the public number from the tally, and ``on_paper``; the same ones in every language."""
        root = Coalesce(OuterRef("translation_of_id"), OuterRef("pk"))
        signed = self._related("tallies").filter(petition=root).values("petition").annotate(total=Sum("count"))
        paper = self._related("count_changes").on_paper().filter(petition=root).order_by().values("petition")
        return self.annotate(
            signed=Coalesce(Subquery(signed.values("total")), 0),
            on_paper=Coalesce(Subquery(paper.annotate(total=Sum("number")).values("total")), 0),
        )

    def newest_of_campaigns(self) -> Self:
        """Return the newest of each campaign."""
        return self.exclude(campaign=None).order_by("campaign_id", "-published_at", "-pk").distinct("campaign_id")

    def with_lately(self) -> Self:
        """Annotate ``lately``: how many signatures of the last seven days are counted, 0 for fewer than ten."""
        root, since = Coalesce(OuterRef("translation_of_id"), OuterRef("pk")), timezone.now().date() - LATELY
        days = self._related("days").filter(petition=root, day__gt=since).values("petition")
        number = Coalesce(Subquery(days.annotate(total=Sum("count")).values("total")), 0)
        return self.annotate(lately=Case(When(Q(GreaterThanOrEqual(number, ENOUGH)), then=number), default=0))

    def _related(self, name):
        """Return the manager of what names petitions, for a subquery; its module imports this one."""
        return self.model._meta.get_field(name).related_model.objects


def _ended(now, paused=True) -> Q:
    dates = ["closed_at", "delivered_at", "answered_at", "decided_at", *(["paused_at"] if paused else [])]
    return Q(*((f"{name}__lte", now) for name in dates), _connector=Q.OR)


class Petition(Translated, Translatable):
    RESERVED_SLUGS = frozenset({"confirm", "withdraw", "closed"})
    SEARCHED = ("demand", "body")
    PAGE_NAMES = (
        "campaigns:petition",
        "campaigns:petition-count",
        "campaigns:petition-json",
        "campaigns:petition-map",
        "campaigns:petition-map-dark",
        "campaigns:petition-sent",
        "campaigns:petition-thanks",
        "campaigns:petition-card",
        "campaigns:petition-card-picture",
        "campaigns:petition-badge",
        "campaigns:petition-frame",
        "campaigns:petition-frame-sent",
        "campaigns:petition-kit",
        "campaigns:petition-adopt",
        "campaigns:petition-qr",
        "campaigns:petition-log",
        "campaigns:petition-write",
        "short-link-petition",
    )
    NEEDED = {"demand": _("It does not say what people sign."), "addressee": _("It is addressed to nobody.")}
    TAKES_MENTIONS = True
    SHARED = ("campaign", "goal", "paused_at", "closed_at", "delivered_at", "answered_at", "decided_at", "outcome")

    class Outcome(models.TextChoices):
        WON = "won", _("won")
        LOST = "lost", _("lost")

    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="petitions", verbose_name=_("campaign")
    )
    translation_of = original(
        models.PROTECT,
        help_text=_(
            "The same petition in another language. Both share one count; nobody can sign twice. "
            "Campaign, goal, dates and withdrawal are those of the original."
        ),
    )
    addressee = models.CharField(_("addressed to"), max_length=200)
    demand = models.TextField(
        _("the demand"), max_length=2000, help_text=_("What people sign, word for word. Plain text.")
    )
    body = models.TextField(_("why it matters"), blank=True)
    goal = models.PositiveIntegerField(_("goal"), default=1000)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    closed_at = models.DateTimeField(
        _("closed"), null=True, blank=True, help_text=_("In the future: it closes by itself at that time.")
    )
    delivered_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=4, choices=Outcome, blank=True)
    salt = models.BinaryField(max_length=32, default=new_salt, null=True, editable=False)

    objects = PetitionQuerySet.as_manager()  # type: ignore[misc]  # narrower than that of Publishable
    signed: int  # once with_count() was asked

    class Meta(Translatable.Meta):
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        permissions = [("hand_over", _("may download the sealed signatures"))]
        constraints = [
            *Translatable.Meta.constraints,
            models.CheckConstraint(
                name="petition_decided_with_an_outcome",
                condition=Q(decided_at=None, outcome="") | Q(decided_at__isnull=False, outcome__in=["won", "lost"]),
                violation_error_message=_("Give both the date of the decision and how it ended, or neither."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return path_of("campaigns:petition", self.slug)

    @property
    def phase(self) -> Phase:
        """How far it is now. A translation goes the way of its original."""
        return self._reached[0]

    @property
    def phase_since(self) -> datetime | None:
        """Since when it is that far."""
        return self._reached[1]

    @property
    def _reached(self) -> tuple:
        now, root = timezone.now(), self.root
        for date, phase in (
            (root.decided_at, root.outcome),
            (root.answered_at, Phase.ANSWERED),
            (root.delivered_at, Phase.DELIVERED),
            (root.closed_at, Phase.CLOSED),
            (root.paused_at, Phase.PAUSED),
        ):
            if date and date <= now:
                return Phase(phase), date
        return Phase.OPEN, self.published_at

    @property
    def is_open(self) -> bool:
        return self.is_published and self.phase == Phase.OPEN and self.root.salt is not None

    @property
    def next_goal(self) -> int:
        """The goal, and once it is near, a higher one: goals raise themselves (needs ``with_count``)."""
        goal = max(self.goal, 1)
        while self.signed >= goal:
            goal = goal * 2 if str(goal)[0] in "15" else goal * 5 // 2
        return goal

    @property
    def share_picture(self) -> Any:
        """The campaign's picture, while the campaign is public."""
        return self.campaign.picture if self.campaign and self.campaign.is_published else None

    def published_with(self) -> list[Any]:
        return [self.campaign] if self.campaign and self.campaign.published_at is None else []

    @property
    def topic(self) -> str:
        """The newsletter topic of people who asked for news of this petition."""
        return f"petition:{self.root.slug}"

    @property
    def is_signed(self) -> bool:
        """True once anybody can have put their name to these very words, confirmed or not."""
        return self.pk is not None and self.root.signatures.exists() and not self._is_new_translation

    @property
    def _is_new_translation(self) -> bool:
        """True for a translation that nobody has read yet: it was never public, in no version of it."""
        if self.translation_of_id is None or self.was_public:
            return False
        return not Revision.objects.of(self).exclude(data__published_at=None).exists()

    def clean(self) -> None:
        super().clean()
        if self.pk and self.salt is None and self.phase in {Phase.OPEN, Phase.PAUSED}:
            raise ValidationError(
                {"closed_at": _("It closed too long ago to open again: the key that tells signers apart is destroyed.")}
            )
        if self.translation_of and self.pk and self.signatures.exists():
            raise ValidationError({"translation_of": _("People have signed this one; it cannot become a translation.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError when it would change words that people have put their names to (see ``correct``)."""
        before = self.kept
        if before and (before.demand, before.addressee) != (self.demand, self.addressee) and before.is_signed:
            raise ValidationError(
                {
                    "demand": _(
                        "People have signed these words. A mistake in them is corrected in public, with a reason."
                    )
                }
            )
        ends = [date for date in (self.delivered_at, self.answered_at, self.decided_at) if date]
        if ends and not self.closed_at:
            self.closed_at = min(ends)  # what was handed over takes no more signatures
        super().save(*args, **kwargs)
        if before and not self.translation_of_id:
            rename_topic(before.topic, self.topic)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if not self.translation_of_id:
            drop_topic(self.topic)  # another petition may get this address one day
        return super().delete(*args, **kwargs)

    @transaction.atomic
    @alters_data
    def correct(self, demand: str, reason: str, by: User | AnonymousUser | None = None) -> models.Model:
        """Change the demand after people signed it; the page shows what it was, and why it was changed."""
        kept = Petition.objects.select_for_update(of=("self",)).get(pk=self.pk)
        correction = kept.corrections.create(was=kept.demand, is_now=demand, reason=reason, by=by)
        Petition.objects.filter(pk=self.pk).update(demand=demand, updated_at=timezone.now())
        self.demand = demand
        # Saved once more, for the caches, the search and the versions.
        Petition.objects.get(pk=self.pk).save()
        return correction
