"""What editors publish: dates decide, at the moment of the question, whether the public sees it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import redirects, slugs
from core.alters_data import alters_data
from core.cache import generations
from core.redirects import page_registry
from core.richtext import markup, reference_index
from core.search import index
from core.slugs import SlugField

from . import checks, revisions
from .declarations import Declarations


class State(models.TextChoices):
    """Where an object stands; it follows from its dates and the clock and is stored nowhere."""

    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLIC = "public", _("public")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PublishableQuerySet(models.QuerySet):
    @alters_data
    def update(self, **fields: Any) -> int:
        """Change rows, but publish nothing: that is for ``save``, one by one, so that the checks are asked."""
        if fields.get("published_at") is not None and not checks.is_exempt():
            raise TypeError("Publish with save(), which asks the checks.")
        return super().update(**fields)

    @alters_data
    def bulk_create(self, objs: Iterable, *args: Any, **kwargs: Any) -> list:
        objs = list(objs)
        for obj in objs:
            checks.require(obj)
        made = super().bulk_create(objs, *args, **kwargs)
        index.note(*(obj for obj in made if obj.pk))
        return made

    def published(self) -> Self:
        """Return what the public may see now; every page, feed, search and embed begins here."""
        return self.in_state(State.PUBLIC)

    def for_page(self) -> Self:
        """Return the objects with all that their own pages show."""
        return self.all()

    def in_state(self, state: State) -> Self:
        """Return what is in this state now; every object is in exactly one."""
        now = timezone.now()
        over, kept = Q(expires_at__lte=now), Q(expires_at=None) | Q(expires_at__gt=now)
        conditions = {
            State.DRAFT: Q(published_at=None, review_asked_at=None),
            State.REVIEW: Q(published_at=None, review_asked_at__isnull=False),
            State.SCHEDULED: Q(published_at__gt=now, withdrawn_at=None),
            State.PUBLIC: Q(published_at__lte=now, withdrawn_at=None) & kept,
            State.EXPIRED: Q(published_at__lte=now, withdrawn_at=None) & over,
            State.WITHDRAWN: Q(withdrawn_at__isnull=False),
        }
        return self.filter(conditions[State(state)])

    def usable(self) -> Self:
        """Return what texts may show even while it has no page of its own: all but what expired or was withdrawn."""
        return self.filter(Q(withdrawn_at=None) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now())))

    def gone(self) -> Self:
        """Return what the public saw once and may see no more: its addresses answer 410."""
        return self.filter(published_at__lte=timezone.now()).filter(
            Q(withdrawn_at__isnull=False) | Q(expires_at__lte=timezone.now())
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Return everything for staff who may view this kind of object, else what is published."""
        if (
            user.is_active
            and user.is_staff
            and user.has_perm(f"{self.model._meta.app_label}.view_{self.model._meta.model_name}")
        ):
            return self.all()
        return self.published()


class Publishable(Declarations, models.Model):
    """Draft while ``published_at`` is empty, scheduled while it lies ahead, public until it expires or is withdrawn."""

    title = models.CharField(_("title"), max_length=200)
    slug = SlugField(
        _("address"),
        max_length=slugs.MOST,
        unique=True,
        help_text=_(
            "The last part of the page's address. When you change it later, the old address leads to the new one."
        ),
    )
    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences for lists, search engines and shared links."),
    )
    language = models.CharField(
        _("language"), max_length=7, choices=settings.CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    published_at = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Empty: a draft. In the future: it appears by itself at that time."),
    )
    expires_at = models.DateTimeField(
        _("public until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Empty: for good. From this time on its address says that it is no longer here."),
    )
    review_asked_at = models.DateTimeField(_("review asked for"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_because = models.TextField(
        _("why it was withdrawn"),
        max_length=2000,
        blank=True,
        editable=False,
        help_text=_("Everybody who comes to its address reads this. Plain text."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    # So that what search knows of it goes with it.
    search_entries = GenericRelation(index.SearchEntry)

    objects = PublishableQuerySet.as_manager()
    get_absolute_url: Callable[[], str]

    class Meta:
        abstract = True
        ordering = ["-published_at", "-pk"]
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_expires_after_it_appears",
                condition=Q(expires_at=None) | Q(published_at=None) | Q(expires_at__gt=F("published_at")),
                violation_error_message=_("It would be over before it appears: “public until” must be the later time."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_withdrawn_with_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, published_at__isnull=False) & ~Q(withdrawn_because=""),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_only_drafts_are_reviewed",
                condition=Q(review_asked_at=None) | Q(published_at=None),
            ),
        ]

    def __str__(self):
        return self.title

    def may_be_changed_by(self, user: User | AnonymousUser) -> bool:
        """Whether this person may write in this very object; kinds with owners say more."""
        return user.has_perm(f"{self._meta.app_label}.change_{self._meta.model_name}")

    def written_by(self) -> list:
        """Return the keys of the accounts whose work this is; kinds with owners say."""
        return []

    @property
    def state(self) -> State:
        now = timezone.now()
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.published_at is None:
            return State.REVIEW if self.review_asked_at else State.DRAFT
        if self.published_at > now:
            return State.SCHEDULED
        return State.EXPIRED if self.expires_at and self.expires_at <= now else State.PUBLIC

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLIC

    @property
    def is_live(self) -> bool:
        """True for what is public or will be by the clock alone."""
        return self.state in {State.SCHEDULED, State.PUBLIC}

    @property
    def is_taken_back(self) -> bool:
        """True for what is to be seen nowhere any more, not even as a part of something else."""
        return self.state in {State.EXPIRED, State.WITHDRAWN}

    @property
    def taken_back_with(self) -> "Publishable":
        """The object whose withdrawal or end its address tells; kinds that go the way of another one say which."""
        return self

    @property
    def was_public(self) -> bool:
        """True from the first moment the public could see it, as long as it is no draft again."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def shown_from(self) -> datetime | None:
        """The moment since when it is public, or will be; None for drafts and for what was withdrawn."""
        return None if self.withdrawn_at else self.published_at

    @property
    def shown_until(self) -> datetime | None:
        return self.expires_at

    def clean(self) -> None:
        super().clean()
        if page_registry.is_taken(self):
            raise ValidationError({"slug": _("This word is an address of the site itself; please choose another one.")})
        if self.published_at and self.expires_at and self.expires_at <= self.published_at:
            raise ValidationError({"expires_at": _("It would be over before it appears.")})

    @property
    def kept(self) -> Self | None:
        """Return the row as the database has it, or None."""
        return type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Run the checks, clean the HTML, keep the old address alive, tell caches: in the caller's transaction.

        Raises ValidationError, by field, when it would be public and is not ready for that (see ``checks``).
        """
        for name in self.HTML_FIELDS:
            setattr(self, name, markup.clean(getattr(self, name)))
        if self.published_at:
            self.review_asked_at = None
        before = self.kept
        checks.require(self, before)
        if before:
            revisions.keep_before(before)
        super().save(*args, **kwargs)
        # A draft's new address must not be told to those who know the old one.
        if before and before.was_public and self.was_public and before.get_absolute_url() != self.get_absolute_url():
            redirects.remember(before.get_absolute_url(), self.get_absolute_url())
        reference_index.note(self, before)
        if before and before.slug != self.slug:
            reference_index.rename(reference_index.mark_of(before), reference_index.mark_of(self))
        index.note(self)
        generations.forget_pages()

    @alters_data
    def ask_for_review(self) -> None:
        self.review_asked_at = timezone.now()
        self.save()

    @alters_data
    def publish(self, at: datetime | None = None, until: datetime | None = None) -> None:
        """Make it public now, or from ``at`` on; what was public before keeps its date. Runs the checks."""
        self.published_at = at or (self.published_at if self.was_public else timezone.now())
        self.expires_at, self.withdrawn_at, self.withdrawn_because = until, None, ""
        self.save()

    @alters_data
    def back_to_draft(self) -> None:
        self.published_at = self.expires_at = self.review_asked_at = self.withdrawn_at = None
        self.withdrawn_because = ""
        self.save()

    @alters_data
    def withdraw(self, because: str) -> None:
        """Take back what was public; its address says why from now on."""
        self.withdrawn_at, self.withdrawn_because = self.withdrawn_at or timezone.now(), because
        self.save()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete it; the address of what was public says from then on that it is gone."""
        address = self.get_absolute_url() if self.was_public else ""
        result = super().delete(*args, **kwargs)
        if address:
            redirects.remember(address, "")
        generations.forget_pages()
        return result
