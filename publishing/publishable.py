"""What editors publish: dates decide, at the moment of the question, whether the public sees it."""

import unicodedata

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import checklist, markup, pagecache, redirects, uses, whereabouts
from .search import index
from .writing import versions


class State(models.TextChoices):
    """Where a thing stands; it follows from its dates and the clock and is stored nowhere."""

    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLIC = "public", _("public")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


class PublishableQuerySet(models.QuerySet):
    def update(self, **fields):
        """Change rows, but publish nothing: that is for ``save``, one by one, so that the checklist is asked."""
        if fields.get("published_at") is not None and not checklist.is_exempt():
            raise TypeError("Publish with save(), which asks the checklist.")
        return super().update(**fields)

    update.alters_data = True

    def bulk_create(self, things, *args, **kwargs):
        things = list(things)
        for thing in things:
            checklist.require(thing)
        made = super().bulk_create(things, *args, **kwargs)
        index.note(*(thing for thing in made if thing.pk))
        return made

    bulk_create.alters_data = True

    def published(self):
        """Return what the public may see now; every page, feed, search and embed begins here."""
        return self.in_state(State.PUBLIC)

    def for_page(self):
        """Return the things with all that their own pages show."""
        return self.all()

    def in_state(self, state: State):
        """Return what is in this state now; every thing is in exactly one."""
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

    def usable(self):
        """Return what texts may show even while it has no page of its own: all but what expired or was withdrawn."""
        return self.filter(Q(withdrawn_at=None) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now())))

    def gone(self):
        """Return what the public saw once and may see no more: its addresses answer 410."""
        return self.filter(published_at__lte=timezone.now()).filter(
            Q(withdrawn_at__isnull=False) | Q(expires_at__lte=timezone.now())
        )

    def visible_to(self, user):
        """Return everything for staff who may view this kind of thing, else what is published."""
        if (
            user.is_active
            and user.is_staff
            and user.has_perm(f"{self.model._meta.app_label}.view_{self.model._meta.model_name}")
        ):
            return self.all()
        return self.published()


class Publishable(models.Model):
    """Draft while ``published_at`` is empty, scheduled while it lies ahead, public until it expires or is withdrawn."""

    RESERVED_SLUGS: frozenset = frozenset()
    HTML_FIELDS: tuple = ("body",)
    # Of title, slug, language and summary, what this kind may be public without.
    MAY_LACK: frozenset = frozenset()
    # What search looks at besides title and summary.
    SEARCHED: tuple = ("body",)

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        allow_unicode=True,
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

    def may_be_changed_by(self, user) -> bool:
        """Whether this person may write in this very thing; kinds with owners say more."""
        return user.has_perm(f"{self._meta.app_label}.change_{self._meta.model_name}")

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
    def was_public(self) -> bool:
        """True from the first moment the public could see it, as long as it is no draft again."""
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def shown_from(self):
        """The moment since when it is public, or will be; None for drafts and for what was withdrawn."""
        return None if self.withdrawn_at else self.published_at

    @property
    def shown_until(self):
        return self.expires_at

    @property
    def text_direction(self) -> str:
        return "rtl" if self.language in {"ar", "fa", "he", "ur"} else "ltr"

    def clean(self):
        super().clean()
        self.slug = unicodedata.normalize("NFC", self.slug)
        if self.slug in self.RESERVED_SLUGS or whereabouts.is_taken(self):
            raise ValidationError({"slug": _("This word is an address of the site itself; please choose another one.")})
        if self.published_at and self.expires_at and self.expires_at <= self.published_at:
            raise ValidationError({"expires_at": _("It would be over before it appears.")})

    @property
    def kept(self):
        """Return the row as the database has it, or None."""
        return type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None

    def save(self, *args, **kwargs):
        """Ask the checklist, clean the HTML, keep the old address alive, tell caches: in the caller's transaction.

        Raises ValidationError, by field, when it would be public and is not ready for that (see checklist).
        """
        for name in self.HTML_FIELDS:
            setattr(self, name, markup.clean(getattr(self, name)))
        if self.published_at:
            self.review_asked_at = None
        before = self.kept
        checklist.require(self, before)
        if before:
            versions.keep_before(before)
        super().save(*args, **kwargs)
        # A draft's new address must not be told to those who know the old one.
        if before and before.was_public and self.was_public and before.get_absolute_url() != self.get_absolute_url():
            redirects.remember(before.get_absolute_url(), self.get_absolute_url())
        uses.note(self, before)
        if before and before.slug != self.slug:
            uses.rename(uses.mark_of(before), uses.mark_of(self))
        index.note(self)
        pagecache.forget_pages()

    def ask_for_review(self):
        self.review_asked_at = timezone.now()
        self.save()

    def publish(self, at=None, until=None):
        """Make it public now, or from ``at`` on; what was public before keeps its date. Asks the checklist."""
        self.published_at = at or (self.published_at if self.was_public else timezone.now())
        self.expires_at, self.withdrawn_at, self.withdrawn_because = until, None, ""
        self.save()

    def back_to_draft(self):
        self.published_at = self.expires_at = self.review_asked_at = self.withdrawn_at = None
        self.withdrawn_because = ""
        self.save()

    def withdraw(self, because: str):
        """Take back what was public; its address says why from now on."""
        self.withdrawn_at, self.withdrawn_because = self.withdrawn_at or timezone.now(), because
        self.save()

    for _act in (ask_for_review, publish, back_to_draft, withdraw):
        _act.alters_data = True

    def delete(self, *args, **kwargs):
        """Delete it; the address of what was public says from then on that it is gone."""
        address = self.get_absolute_url() if self.was_public else ""
        result = super().delete(*args, **kwargs)
        if address:
            redirects.remember(address, "")
        pagecache.forget_pages()
        return result


def viewer(request):
    """Return the logged-in user, or AnonymousUser without touching the session of a reader who has none."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else AnonymousUser()
