"""People who want to hear of answers, and what they have still to hear of."""

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.alters_data import alters_data
from core.crypto.field_encryption import unlock
from core.mail import unsubscribe_keys
from core.mail.double_opt_in import Confirmable, ConfirmableQuerySet
from newsletters.models.subscriber import day_of
from newsletters.models.wording import agreed_to


class FollowerQuerySet(ConfirmableQuerySet):
    def reached(self):
        """Return whoever gets mail: confirmed, and their mailbox exists as far as we know."""
        return self.confirmed().filter(resting_since=None)

    @alters_data
    def rest(self, address_tag: bytes) -> int:
        """Send no more to a mailbox that its server does not know, until it is asked for again."""
        return self.filter(address_tag=address_tag).reached().update(resting_since=day_of(timezone.now()))

    def from_answer_key(self, key: str):
        """Return who was mailed this key to write with, or None; it works for as long as the row does."""
        try:
            return self.filter(pk=signing.loads(key, salt=Follower.ANSWER)).first()
        except signing.BadSignature:
            return None


class Follower(Confirmable):
    """One mailbox that wants mail about one thread, or all threads below an article. Leaving deletes the row.

    The address is locked with a key from the environment: a stolen database does not tell it.
    """

    ANSWER = "followup-answer"

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="followers")
    thread_id = models.PositiveBigIntegerField(default=0, help_text="The comment at its top; 0: the whole article.")
    address_tag = models.BinaryField(max_length=32, db_index=True)
    locked_address = models.BinaryField(max_length=400)
    language = models.CharField(max_length=7)
    consent = models.TextField(_("what the person agreed to"), blank=True, editable=False)
    mailed_at = models.DateTimeField(_("last mail"), null=True)
    resting_since = models.DateTimeField(_("no such mailbox since"), null=True, editable=False)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.UniqueConstraint(fields=["article", "thread_id", "address_tag"], name="follower_once"),
        ]

    def __str__(self):
        return f"{self.article_id}/{self.thread_id or '*'}"

    @property
    def about(self) -> str:
        """What a link to leave is about."""
        return f"{self.article_id}/{self.thread_id}"

    @property
    def agreed(self) -> str:
        """The words that were agreed to."""
        return agreed_to(self.consent)

    @property
    def address(self) -> str:
        return unlock(bytes(self.locked_address), "followup")

    @property
    def unsubscribe_path(self) -> str:
        key = unsubscribe_keys.make("follow-ups", bytes(self.address_tag), self.about)
        return reverse("articles:followup-unsubscribe", args=[key])

    @property
    def answer_key(self) -> str:
        """The key with which this mailbox writes without being asked by mail again."""
        return signing.dumps(self.pk, salt=self.ANSWER)


class Notice(models.Model):
    """A follower has to hear, or has heard, of a comment: once, however often it is hidden and shown again."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="notices")
    comment = models.ForeignKey("articles.Comment", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["follower", "comment"], name="notice_once")]
        indexes = [models.Index(fields=["created_at"], name="notice_unsent", condition=Q(sent_at=None))]

    def __str__(self):
        return f"{self.comment_id} → {self.follower_id}"


class CommentPass(models.Model):
    """Shows that its holder once confirmed this mailbox; whoever writes with it needs no further mail.

    The secret follows from the confirmed link, so that only who could open that mailbox has it; typing the same address
    into the form gives nobody anything.
    """

    token_hash = models.BinaryField(max_length=32, unique=True)
    address_tag = models.BinaryField(max_length=32, db_index=True)
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comment pass")
        verbose_name_plural = _("comment passes")

    def __str__(self):
        return f"{self.issued_at:%Y-%m-%d}"
