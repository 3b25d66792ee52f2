"""A letter to the subscribers, and one row for each of its copies."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ngo_site.lib import markup, uses

from .subscriber import Subscriber


class IssueQuerySet(models.QuerySet):
    def sent(self):
        return self.exclude(queued_at=None)

    def of_newsletter(self):
        """Return what went to everybody; news of a petition is for those who asked for it."""
        return self.filter(topic="")


class Issue(models.Model):
    HTML_FIELDS = ("body",)

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
        _("language"), max_length=7, choices=settings.CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    queued_at = models.DateTimeField(_("sent off"), null=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")
        ordering = ["-created_at"]

    def __str__(self):
        return self.subject

    def save(self, *args, **kwargs):
        self.body = markup.clean(self.body)
        before = Issue.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        uses.note(self, before)


class Delivery(models.Model):
    """One copy of an issue for one subscriber; the constraint makes sure that nobody is sent two."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries")
    handed_over_at = models.DateTimeField(_("handed to the outbox"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="delivery_once")]
        indexes = [
            models.Index(fields=["issue"], condition=models.Q(handed_over_at=None), name="delivery_waiting"),
        ]

    def __str__(self):
        return f"{self.issue} → {self.subscriber}"
