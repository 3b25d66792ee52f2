"""What we tell other sites: that an article of ours links to a page of theirs."""

import hashlib
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from core.alters_data import alters_data


class OutgoingMentionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=OutgoingMention.Status.WAITING)


class OutgoingMention(models.Model):
    """One link of one article, and what came of telling the page it leads to.

    It is told when the article is published, when the article changes, and once more when the link or the article is
    gone (``is_linked`` is false then), for the other site may want to take its note of us down.
    """

    class Protocol(models.TextChoices):
        WEBMENTION = "webmention", _("webmention")
        PINGBACK = "pingback", _("pingback")

    class Status(models.TextChoices):
        WAITING = "waiting", _("to be told")
        TOLD = "told", _("told")
        DEAF = "deaf", _("takes neither webmentions nor pingbacks")
        FAILED = "failed", _("could not be told")

    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, related_name="outgoing_mentions", verbose_name=_("article")
    )
    source_url = models.URLField(_("our page"), max_length=1000)
    target_url = models.URLField(_("their page"), max_length=2000)
    target_hash = models.BinaryField(max_length=32, editable=False)
    is_linked = models.BooleanField(_("the link is there"), default=True)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    protocol = models.CharField(_("told by"), max_length=10, choices=Protocol, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    outcome = models.CharField(_("what came of it"), max_length=200, blank=True)
    status_url = models.URLField(_("what they made of it"), max_length=2000, blank=True)
    changed_at = models.DateTimeField(_("last change"), default=timezone.now)

    objects = OutgoingMentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mention")
        verbose_name_plural = _("outgoing mentions")
        ordering = ["-changed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "target_hash"], name="outgoing_mention_once_per_target"),
        ]
        indexes = [
            models.Index(fields=["changed_at"], name="outgoing_mention_waiting", condition=Q(status="waiting")),
        ]

    def __str__(self):
        return f"{self.target_host}: {self.get_status_display()}"

    def save(self, *args, **kwargs):
        self.target_hash = self.hash_target(self.target_url)
        super().save(*args, **kwargs)

    @staticmethod
    def hash_target(url: str) -> bytes:
        """Return the digest that makes a target unique (a URL may be longer than an index row)."""
        return hashlib.sha256(url.encode()).digest()

    @property
    def target_host(self) -> str:
        return (urlsplit(self.target_url).hostname or "").removeprefix("www.")

    @property
    def result(self) -> str:
        """What came of it, in words for the editor."""
        return f"{self.get_status_display()} ({self.outcome})" if self.outcome else self.get_status_display()

    @alters_data
    def settle(self, status: str, outcome: str, **changes) -> bool:
        """Write down what came of it; False when the article changed meanwhile and it is to be told anew."""
        asked = OutgoingMention.objects.waiting().filter(pk=self.pk, changed_at=self.changed_at)
        return asked.update(status=status, outcome=outcome[:200], **changes) == 1
