"""The picture library: every photograph once, to be put into articles and, when public, shown in the gallery."""

from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.alters_data import alters_data
from core.http.paths import path_of
from core.media import copied_pictures
from core.media.pictures import Picture
from core.richtext import reference_index
from publishing.owned import Owned, OwnedQuerySet


class PhotoQuerySet(OwnedQuerySet):
    def shown(self):
        """Return what may be shown anywhere: neither it nor a consent of people in it was taken back or has run out."""
        today = timezone.localdate()
        lasting = Q(consent_until=None) | Q(consent_until__gte=today)
        return self.usable().exclude(consent=Photo.Consent.WITHDRAWN).filter(lasting)

    def published(self):
        return super().published().shown()

    def undescribed(self):
        """Return those that wait for an answer: what is to be seen, unless it is decoration, and who."""
        return self.filter(Q(alt="", decorative=False) | Q(consent=""))

    @alters_data
    def delete(self):
        with transaction.atomic():
            for photo in self:
                photo.refuse_if_used()
            return super().delete()

    delete.queryset_only = True


class Photo(Owned, Picture):
    """In the library from the first day, in the gallery while ``published_at`` says so."""

    class Consent(models.TextChoices):
        __empty__ = _("please answer")
        NOBODY = "nobody", _("nobody can be recognised")
        GIVEN = "given", _("all who can be recognised have agreed")
        WITHDRAWN = "withdrawn", _("somebody no longer agrees")

    HTML_FIELDS = ()
    MAY_LACK = frozenset({"summary"})
    NEEDED_AT_ONCE = frozenset({"title", "file"})
    RESERVED_SLUGS = frozenset({"albums"})
    SEARCHED = ("caption", "alt")
    PAGE_NAMES = ("articles:photo",)
    TAKES_MENTIONS = True

    caption = models.CharField(_("caption"), max_length=400, blank=True)
    focus_x = models.PositiveSmallIntegerField(
        _("what matters: from the left"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("In percent of the width. It stays in sight where the picture is cut to fit."),
    )
    focus_y = models.PositiveSmallIntegerField(
        _("what matters: from the top"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("In percent of the height."),
    )
    consent = models.CharField(
        _("people who can be recognised"),
        max_length=9,
        choices=Consent,
        blank=True,
        help_text=_("When somebody no longer agrees, the picture disappears from all public pages at once."),
    )
    consent_until = models.DateField(
        _("agreed until"),
        null=True,
        blank=True,
        help_text=_("The last day. Afterwards the picture is shown nowhere; editors are told 30 days before."),
    )
    consent_told_at = models.DateTimeField(null=True, editable=False)
    withheld_at = models.DateTimeField(null=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta(Owned.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        permissions = [("change_others_photo", "Can work on photos of others")]
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(consent_until=None) | Q(consent="given"), name="consent_that_ends_was_given"
            ),
            models.CheckConstraint(condition=Q(focus_x__lte=100, focus_y__lte=100), name="focus_inside_the_photo"),
        ]

    def get_absolute_url(self):
        return path_of("articles:photo", self.slug)

    @property
    def is_open_to_author(self) -> bool:
        """As long as no public page shows it."""
        shown = (place.obj for place in self.places if not place.is_past)
        return not any(getattr(obj, "was_public", True) for obj in shown)

    @property
    def is_shown(self) -> bool:
        lasts = self.consent_until is None or self.consent_until >= timezone.localdate()
        return super().is_shown and not self.is_taken_back and self.consent != self.Consent.WITHDRAWN and lasts

    @property
    def shown_from(self):
        return None if self.consent == self.Consent.WITHDRAWN else super().shown_from

    @property
    def shown_until(self):
        if self.consent_until is None:
            return self.expires_at
        midnight = timezone.make_aware(datetime.combine(self.consent_until + timedelta(days=1), time.min))
        return min(self.expires_at or midnight, midnight)

    @property
    def is_published(self) -> bool:
        return super().is_published and self.is_shown

    @property
    def unanswered(self) -> str:
        """What nobody has said yet. It keeps a picture from being put before the public, but takes none away."""
        return "" if self.consent else _("nobody has said whether the people shown agree.")

    @property
    def focus(self) -> tuple[int, int]:
        """The point that crops keep, in steps of ten percent: the style sheet has a rule for each."""
        return round(self.focus_x, -1), round(self.focus_y, -1)

    @property
    def places(self) -> list[reference_index.ReferencePlace]:
        what = str(_("a copy of it"))
        copies = [reference_index.ReferencePlace(copy, what) for copy in copied_pictures.copies_of(self)]
        return [*reference_index.places(self), *copies]

    def clean(self):
        super().clean()
        self.require_description()  # texts may show it from now on
        if self.consent_until and self.consent != self.Consent.GIVEN:
            raise ValidationError({"consent_until": _("Only a consent that was given can end on a day.")})

    @alters_data
    def save(self, *args, **kwargs):
        before = Photo.objects.filter(pk=self.pk).values_list("consent_until", flat=True).first() if self.pk else None
        if before != self.consent_until:
            self.consent_told_at = None
        if self.is_shown:
            self.withheld_at = None
        super().save(*args, **kwargs)
        if not self.is_shown:
            copied_pictures.take_back(self)

    @alters_data
    def delete(self, *args, **kwargs):
        self.refuse_if_used()
        return super().delete(*args, **kwargs)

    def refuse_if_used(self):
        """Raise ProtectedError with what shows the picture now; what once did does not count."""
        if used := [place.obj for place in self.places if not place.is_past]:
            raise ProtectedError(_("This picture is in use."), set(used))
