"""A letter to the subscribers, and one row for each of its copies."""

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import redirects
from core.alters_data import alters_data
from core.cache import generations
from core.mail.compose import withdraw_letter
from core.richtext import markup, reference_index

from .subscriber import Subscriber

KIND = "newsletter"  # of mail


class IssueQuerySet(models.QuerySet):
    def sent(self):
        return self.exclude(queued_at=None)

    def unsent(self):
        return self.filter(queued_at=None)

    def from_read_key(self, key: str):
        """Return the letter that a link “read it in the browser” belongs to, or None."""
        try:
            return self.sent().filter(pk=signing.loads(key, salt=Issue.READ)).first()
        except signing.BadSignature:
            return None

    def published(self):
        """Return what can be read: what was sent and not taken back."""
        return self.sent().filter(withdrawn_at=None)

    def withdrawn(self):
        return self.exclude(withdrawn_at=None)

    def of_newsletter(self):
        """Return what went to everybody; news of a petition is for those who asked for it."""
        return self.filter(topic="")


class Issue(models.Model):
    HTML_FIELDS = ("body",)
    NEEDED_AT_ONCE = frozenset({"subject"})
    READ = "letter"

    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"))
    topic = models.CharField(
        _("to"),
        max_length=120,
        blank=True,
        help_text=_(
            "Empty: everybody who gets the newsletter. “petition:its-address”: those who asked for news of it."
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=settings.CONTENT_LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("It goes to those who asked for letters in this language; before sending you see who is left out."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    queued_at = models.DateTimeField(_("sent off"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_because = models.TextField(_("why it was withdrawn"), max_length=2000, blank=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="letter_withdrawn_with_a_reason",
                condition=models.Q(withdrawn_at=None, withdrawn_because="")
                | models.Q(withdrawn_at__isnull=False, queued_at__isnull=False) & ~models.Q(withdrawn_because=""),
            )
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        """Return where it can be read: news for those who asked for it are not listed, and have no address to guess."""
        if self.topic:
            return reverse("newsletters:news", args=[signing.dumps(self.pk, salt=self.READ)])
        return reverse("newsletters:issue", args=[self.pk or 0])  # 0: shown before it is saved

    @alters_data
    def save(self, *args, **kwargs):
        self.body = markup.clean(self.body)
        before = Issue.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        reference_index.note(self, before)
        if self.queued_at:
            generations.forget_pages()

    @property
    def taken_back_with(self) -> "Issue":
        """The object that its address tells about when it is gone (see Publishable)."""
        return self

    @transaction.atomic
    @alters_data
    def withdraw(self, because: str) -> None:
        """Take back what was sent: its address says why, and copies that wait do not leave any more."""
        self.withdrawn_at, self.withdrawn_because = self.withdrawn_at or timezone.now(), because
        self.save()
        self.deliveries.filter(subscriber__in=withdraw_letter(KIND, self.pk)).delete()

    @alters_data
    def correct(self, text: str) -> None:
        """Save other words of a letter that was sent; its page says when, and what was mended."""
        self.save()
        self.corrections.create(words=text)

    @transaction.atomic
    @alters_data
    def delete(self, *args, **kwargs):
        """Delete it; the address of what was sent to everybody says from then on that it is gone."""
        address = self.get_absolute_url() if self.queued_at and not self.topic else ""
        withdraw_letter(KIND, self.pk)
        result = super().delete(*args, **kwargs)
        if address:
            redirects.remember(address, "")
            generations.forget_pages()
        return result


class LetterCorrection(models.Model):
    """What was mended in a letter that had been sent: its page says so; copies in mailboxes stay as they were."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="corrections")
    words = models.CharField(_("what was corrected"), max_length=500)
    made_at = models.DateTimeField(_("corrected"), default=timezone.now)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["made_at", "pk"]

    def __str__(self):
        return self.words


class Delivery(models.Model):
    """One copy of an issue for one subscriber; the constraint makes sure that nobody is sent two."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="delivery_once")]

    def __str__(self):
        return f"{self.issue} → {self.subscriber}"
