"""The confirmation a comment needs before a moderator sees it."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.mail.double_opt_in import Confirmable, ConfirmableQuerySet


class CommentOptInQuerySet(ConfirmableQuerySet):
    def of(self, address_tag: bytes):
        """Return all that came from one mailbox."""
        return self.filter(address_tag=address_tag)


class CommentOptIn(Confirmable):
    """Belongs to one stored comment. The address itself is only in the confirmation mail; here is its keyed tag.

    The link in a mail shows whatever waits under the same mailbox, so a comment for which no mail went out (three a
    day, and a stranger may have used them up) is confirmed through an earlier one.
    """

    CONFIRM_WITHIN = timedelta(hours=48)
    EDIT_WITHIN = timedelta(minutes=15)

    comment = models.OneToOneField("articles.Comment", models.CASCADE, related_name="opt_in")
    address_tag = models.BinaryField(max_length=32, db_index=True)
    language = models.CharField(max_length=7, blank=True, editable=False)
    follow = models.CharField(
        max_length=7, blank=True, editable=False, help_text="“thread” or “article”, once confirmed."
    )
    locked_address = models.BinaryField(max_length=400, blank=True, default=b"", help_text="Only until that moment.")
    by_link = models.BinaryField(
        default=b"", editable=False, help_text="The address until then, which only the mailed link opens."
    )
    consent = models.TextField(blank=True, editable=False, help_text="To those mails.")
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)

    objects = CommentOptInQuerySet.as_manager()

    def __str__(self):
        return f"{self.comment_id}: {self.status}"

    @property
    def is_expired(self) -> bool:
        return self.status == self.Status.PENDING and self.created_at <= timezone.now() - self.CONFIRM_WITHIN

    @property
    def may_edit_until(self):
        """The moment until which its writer may change the words, or None before they are confirmed or once erased."""
        return self.confirmed_at + self.EDIT_WITHIN if self.is_confirmed and self.confirmed_at else None

    @property
    def is_editable(self) -> bool:
        return self.may_edit_until is not None and timezone.now() < self.may_edit_until

    def wiped(self):
        return {"address_tag": b"", "locked_address": b"", "by_link": b""}
