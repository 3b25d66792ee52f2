"""People who asked for mail: one of the two places where plain addresses live."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.addresses import fingerprint, masked
from ngo_site.lib.confirming import Confirmable, ConfirmableQuerySet


def day_of(moment):
    """Return the beginning of its day: to the second, it would tell which signature came with the same click."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def mailbox_of(email: str) -> str:
    """Return the keyed tag by which an address is looked up.

    Everybody who signs is looked up, and most have asked for no letters: their address must not stand in a statement,
    which Postgres writes into its log when it is slow or fails.
    """
    return fingerprint(email, b"letters", purpose="subscriber").hex()


class SubscriberQuerySet(ConfirmableQuerySet):
    def of(self, email: str):
        """Return what one mailbox gets or has asked for."""
        return self.filter(mailbox=mailbox_of(email))

    def from_unsubscribe_key(self, key: str):
        """Return the subscriber an unsubscribe link belongs to, or None; a link works for as long as the row does."""
        try:
            return self.filter(pk=signing.loads(key, salt="unsubscribe")).first()
        except signing.BadSignature:
            return None


class Subscriber(Confirmable):
    """One address that wants letters on one topic: the newsletter (empty) or news of a petition (``petition:slug``).

    ``mailbox`` stands for the address (see ``mailbox_of``); with the topic it is unique.
    """

    email = models.EmailField(_("e-mail"), blank=True)
    mailbox = models.CharField(max_length=64, blank=True, editable=False)
    topic = models.CharField(_("topic"), max_length=120, blank=True, editable=False)
    language = models.CharField(
        _("language"), max_length=7, choices=settings.CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    consent = models.TextField(_("what the person agreed to"), editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "mailbox"], condition=~Q(mailbox=""), name="subscriber_once_per_topic"
            ),
        ]

    def __str__(self):
        # The desk's history keeps this for good, when the row is long deleted.
        return masked(self.email) if self.email else str(_("(left)"))

    def save(self, *args, **kwargs):
        self.mailbox = mailbox_of(self.email) if self.email else ""
        super().save(*args, **kwargs)

    @property
    def unsubscribe_path(self) -> str:
        return reverse("newsletters:unsubscribe", args=[signing.dumps(self.pk, salt="unsubscribe")])

    def _move(self, condition, **fields):
        if "confirmed_at" in fields:
            fields |= {"confirmed_at": day_of(fields["confirmed_at"]), "created_at": day_of(self.created_at)}
        return super()._move(condition, **fields)

    def wiped(self):
        return {"email": "", "mailbox": "", "token_hash": None}
