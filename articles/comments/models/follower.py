"""People who want to hear of answers, and what they have still to hear of."""

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.confirming import Confirmable, ConfirmableQuerySet
from ngo_site.lib.locking import unlock


class FollowerQuerySet(ConfirmableQuerySet):
    def from_key(self, key: str, salt: str):
        """Return whom a link in a follow-up mail belongs to, or None; it works for as long as the row does."""
        try:
            return self.filter(pk=signing.loads(key, salt=salt)).first()
        except signing.BadSignature:
            return None


class Follower(Confirmable):
    """One mailbox that wants mail about one thread, or all threads below an article. Leaving deletes the row.

    The address is locked with a key from the environment: a stolen database does not tell it.
    """

    # What the two kinds of links in a follow-up mail are for.
    LEAVE, ANSWER = "followup", "followup-answer"

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="followers")
    thread_id = models.PositiveBigIntegerField(default=0, help_text="The comment at its top; 0: the whole article.")
    address_tag = models.BinaryField(max_length=32, db_index=True)
    locked_address = models.BinaryField(max_length=400)
    language = models.CharField(max_length=7)
    mailed_at = models.DateTimeField(_("last mail"), null=True)

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
    def address(self) -> str:
        return unlock(bytes(self.locked_address), "followup")

    @property
    def unsubscribe_path(self) -> str:
        return reverse("articles:followup-unsubscribe", args=[signing.dumps(self.pk, salt=self.LEAVE)])

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

    def __str__(self):
        return f"{self.issued_at:%Y-%m-%d}"
