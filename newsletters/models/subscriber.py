"""People who asked for letters; their addresses are locked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.alters_data import alters_data
from core.crypto.field_encryption import LockedField
from core.mail import unsubscribe_keys
from core.mail.addresses import fingerprint, masked
from core.mail.double_opt_in import Confirmable, ConfirmableQuerySet
from core.mail.providers import LARGE
from core.mail.refusals import RestsBecause

from .. import topics
from .wording import agreed_to


def day_of(moment):
    """Return the beginning of its day: to the second, it would tell which signature came with the same click."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def mailbox_of(email: str) -> str:
    """Return the keyed tag by which an address is looked up.

    Everybody who signs is looked up, and most have asked for no letters: their address must not stand in a statement,
    which Postgres writes into its log when it is slow or fails.
    """
    return fingerprint(email, b"letters", purpose="subscriber").hex()


def leave_key(mailbox: str, topic: str) -> str:
    """Return the key of the link with which a mailbox leaves a topic."""
    return unsubscribe_keys.make("letters", bytes.fromhex(mailbox), topic)


class SubscriberQuerySet(ConfirmableQuerySet):
    def of(self, email: str):
        """Return what one mailbox gets or has asked for."""
        return self.filter(mailbox=mailbox_of(email))

    def by_language(self, topic: str) -> dict[str, int]:
        """Return how many get letters on a topic, by the language they read, the most first."""
        readers = self.reached().filter(topic=topic).order_by().values_list("language")
        return dict(sorted(readers.annotate(number=models.Count("pk")), key=lambda each: (-each[1], each[0])))

    def reached(self):
        """Return whoever gets letters: confirmed, and their mailbox exists as far as we know."""
        return self.confirmed().filter(resting_since=None)

    @alters_data
    def rest(self, email: str, because: RestsBecause = RestsBecause.LOST) -> int:
        """Send no more letters to a mailbox that is not there or has complained, until it is asked for again."""
        today = day_of(timezone.now())
        return self.of(email).reached().update(resting_since=today, rests_because=because)

    @alters_data
    def wake(self) -> int:
        """Let letters go to them again; return to how many they had rested."""
        return self.exclude(resting_since=None).update(resting_since=None)

    def active(self):
        """Return what is wanted or waits for its button, and was not left."""
        return self.exclude(status=self.model.Status.WITHDRAWN)


class Subscriber(Confirmable):
    """One address that wants letters on one topic: the newsletter (empty) or news of a petition (``petition:slug``).

    ``mailbox`` stands for the address (see ``mailbox_of``); with the topic it is unique. Only the server's secret opens
    the address itself: with the topic of a petition it tells who signed.
    """

    email = LockedField(_("e-mail"), purpose="subscriber", default="", editable=False)
    mailbox = models.CharField(max_length=64, blank=True, editable=False)
    topic = models.CharField(_("topic"), max_length=120, blank=True, editable=False)
    language = models.CharField(
        _("language"), max_length=7, choices=settings.CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    consent = models.TextField(_("what the person agreed to"), editable=False)
    # To the day, like the others.
    resting_since = models.DateTimeField(_("gets no letters since"), null=True, editable=False)
    rests_because = models.CharField(
        _("why"), max_length=10, choices=RestsBecause, default=RestsBecause.LOST, db_default="lost", editable=False
    )

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
        return self.masked_address or str(_("(left)"))

    def save(self, *args, **kwargs):
        self.mailbox = mailbox_of(self.email) if self.email else ""
        super().save(*args, **kwargs)

    @property
    def masked_address(self) -> str:
        """What the desk shows: beside a petition's topic a domain that may be one person's would tell who signed."""
        if not self.email:
            return ""
        is_told = not self.topic or self.email.rpartition("@")[2].lower() in LARGE
        return masked(self.email) if is_told else f"{self.email[0]}…@…"

    @property
    def agreed(self) -> str:
        """The words that were agreed to."""
        return agreed_to(self.consent)

    @property
    def about(self) -> str:
        """What people know the topic by; empty for the newsletter."""
        return topics.title(self.topic, get_language())

    @property
    def unsubscribe_path(self) -> str:
        return reverse("newsletters:unsubscribe", args=[leave_key(self.mailbox, self.topic)])

    @alters_data
    def speak(self, language: str) -> None:
        """Let the letters come in this language."""
        type(self).objects.confirmed().filter(pk=self.pk).update(language=language)
        self.language = language

    def _move(self, condition, **fields):
        if "confirmed_at" in fields:
            fields |= {"confirmed_at": day_of(fields["confirmed_at"]), "created_at": day_of(self.created_at)}
        return super()._move(condition, **fields)

    def wiped(self):
        return {"email": "", "mailbox": "", "token_hash": None}


class FormerTopic(models.Model):
    """A name that a topic had when letters left: the links in them are about it still."""

    name = models.CharField(max_length=120)
    topic = models.CharField(max_length=120, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "topic"], name="former_topic_once")]

    def __str__(self):
        return f"{self.name} → {self.topic}"
