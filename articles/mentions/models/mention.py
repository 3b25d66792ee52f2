"""What other sites answer: a page elsewhere that links to one of ours (pingback, webmention, trackback)."""

import hashlib
from urllib.parse import urlsplit

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.functions import RandomUUID
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.alters_data import alters_data

from ...response_pages import forget_responses, shows_responses


class MentionQuerySet(models.QuerySet):
    def public(self):
        return self.filter(status=Mention.Status.APPROVED)

    def waiting(self):
        """Return what an editor has to decide on."""
        return self.filter(status=Mention.Status.VERIFIED)

    def of(self, target):
        """Return the mentions of one object of ours."""
        kind = ContentType.objects.get_for_model(target)
        shows_responses(kind.pk, target.pk)
        return self.filter(content_type=kind, object_id=target.pk)


class Mention(models.Model):
    """One page elsewhere (``source_url``) that answers one page of ours; asked about twice, it is still one row."""

    class Kind(models.TextChoices):
        PINGBACK = "pingback", _("pingback")
        WEBMENTION = "webmention", _("webmention")
        TRACKBACK = "trackback", _("trackback")

    class Relation(models.TextChoices):
        """What the other page does with ours, as it says in its microformats (https://indieweb.org/responses)."""

        MENTION = "mention", _("mentions it")
        REPLY = "reply", _("replies")
        LIKE = "like", _("likes it")
        REPOST = "repost", _("passes it on")
        BOOKMARK = "bookmark", _("keeps it")

    class Status(models.TextChoices):
        PENDING = "pending", _("to be fetched")
        VERIFIED = "verified", _("verified, waits for you")
        APPROVED = "approved", _("public")
        HIDDEN = "hidden", _("hidden")
        SPAM = "spam", _("spam")
        FAILED = "failed", _("no link found")

    content_type = models.ForeignKey(ContentType, models.CASCADE, db_index=False)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    target_url = models.URLField(_("our page"), max_length=1000)
    source_url = models.URLField(_("their page"), max_length=2000)
    source_hash = models.BinaryField(max_length=32, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    relation = models.CharField(_("what it does with ours"), max_length=8, choices=Relation, default=Relation.MENTION)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PENDING)
    title = models.CharField(_("title"), max_length=300, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    excerpt = models.TextField(_("excerpt"), blank=True, max_length=1000)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    asked_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When it was last put in line to be fetched."
    )
    strikes = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How often in a row the other page did not answer as it should."
    )
    status_id = models.UUIDField(
        db_default=RandomUUID(), unique=True, editable=False, help_text="In the address where a sender asks about it."
    )

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "source_hash"], name="mention_once_per_source"
            ),
        ]
        indexes = [models.Index(fields=["status", "-received_at"], name="mention_desk")]

    def __str__(self):
        return self.title or self.source_url

    def save(self, *args, **kwargs):
        self.source_hash = self.hash_source(self.source_url)
        super().save(*args, **kwargs)

    @staticmethod
    def hash_source(url: str) -> bytes:
        """Return the digest that makes a source unique (a URL may be longer than an index row)."""
        return hashlib.sha256(url.encode()).digest()

    @property
    def source_host(self) -> str:
        return (urlsplit(self.source_url).hostname or "").removeprefix("www.")

    @property
    def anchor(self) -> str:
        return f"mention-{self.pk}"

    @alters_data
    def approve(self) -> bool:
        """Return True for the one call that makes a verified mention public."""
        return self._move({"verified", "hidden", "spam"}, "approved")

    @alters_data
    def hide(self) -> bool:
        """Return True for the one call that takes the mention away from the public."""
        return self._move({"verified", "approved", "spam"}, "hidden")

    @alters_data
    def mark_as_spam(self) -> bool:
        """Return True for the one call that puts the mention away as spam."""
        return self._move({"verified", "approved", "hidden"}, "spam")

    @alters_data
    def wait_again(self) -> bool:
        """Return True for the one call that puts a decided mention back before the editors."""
        return self._move({"approved", "hidden", "spam"}, "verified")

    @transaction.atomic
    def _move(self, before: set, after: str) -> bool:
        # Only what was verified once may be shown; two editors may click at once.
        movable = Mention.objects.filter(pk=self.pk, status__in=before)
        changed = movable.update(status=after) == 1
        if changed:
            self.status = after
            forget_responses(self.content_type_id, self.object_id)
        return changed
