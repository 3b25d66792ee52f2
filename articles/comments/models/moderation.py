"""What rules and moderators think of comments and mentions, and who decided what when."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.crypto.field_encryption import LockedField


class Judgement(models.Model):
    """What the rules said of one comment when its writer confirmed it, and whether it is known to be spam."""

    class Learned(models.TextChoices):
        NOTHING = "", _("nothing")
        WELCOME = "welcome", _("welcome")
        SPAM = "spam", _("spam")

    comment = models.OneToOneField("articles.Comment", models.CASCADE, related_name="judgement")
    score = models.FloatField(_("spam score"), null=True, help_text="From 0 (welcome) to 1 (spam).")
    reasons = models.JSONField(_("held because"), default=list)
    spam_at = models.DateTimeField(_("spam since"), null=True)
    learned = models.CharField(max_length=7, choices=Learned, default=Learned.NOTHING, blank=True)

    class Meta:
        indexes = [models.Index(fields=["spam_at"], name="judgement_spam", condition=Q(spam_at__isnull=False))]

    def __str__(self):
        return f"{self.comment_id}: {self.score}"


class Decision(models.Model):
    """One step in the life of a comment or a mention; nobody rewrites it, an undone one is marked as such."""

    class Action(models.TextChoices):
        APPROVE = "approve", _("approved")
        HIDE = "hide", _("hidden")
        SPAM = "spam", _("marked as spam")

    class Reason(models.TextChoices):
        NONE = "", _("no reason given")
        OFF_TOPIC = "off-topic", _("beside the subject")
        INSULT = "insult", _("insults somebody")
        ADVERTISING = "advertising", _("advertising")
        PRIVATE = "private", _("tells private things about somebody")
        UNLAWFUL = "unlawful", _("against the law")
        REPEATED = "repeated", _("said before")

    comment = models.ForeignKey("articles.Comment", models.CASCADE, null=True, related_name="decisions")
    mention = models.ForeignKey("articles.Mention", models.CASCADE, null=True, related_name="decisions")
    action = models.CharField(_("what"), max_length=7, choices=Action)
    reason = models.CharField(_("reason"), max_length=11, choices=Reason, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    before = models.CharField(max_length=8, help_text="The state to go back to.")
    undone_at = models.DateTimeField(_("undone"), null=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comment=None, mention__isnull=False) | Q(comment__isnull=False, mention=None),
                name="decision_on_one_object",
            )
        ]

    def __str__(self):
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M}"

    @property
    def obj(self):
        return self.comment or self.mention


class CommentEdit(models.Model):
    """The moderators changed a comment, because the law asks for it: readers see that they did, and why.

    ``original`` are the words as their writer left them, locked, and forgotten after a while (``FORGET_AFTER``).
    """

    FORGET_AFTER = timedelta(days=180)

    comment = models.OneToOneField("articles.Comment", models.CASCADE, related_name="moderators_edit")
    reason = models.CharField(_("reason"), max_length=200)
    original = LockedField(_("as it was"), purpose="comment-edit", default="", editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    is_forgotten = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("comment edited by moderators")
        verbose_name_plural = _("comments edited by moderators")
        default_permissions = ()

    def __str__(self):
        return f"{self.comment_id} {self.at:%Y-%m-%d}"


class Flag(models.Model):
    """A reader asks the moderators to look at a public comment; who it was is not kept."""

    class Reason(models.TextChoices):
        SPAM = "spam", _("It is advertising or spam")
        INSULT = "insult", _("It insults or threatens somebody")
        PRIVATE = "private", _("It tells private things about somebody")
        FALSE = "false", _("It says something that is not true")
        OTHER = "other", _("Something else")

    comment = models.ForeignKey("articles.Comment", models.CASCADE, related_name="reader_flags")
    reason = models.CharField(_("reason"), max_length=7, choices=Reason)
    at = models.DateTimeField(_("when"), default=timezone.now)
    seen_at = models.DateTimeField(_("looked at"), null=True)

    class Meta:
        verbose_name = _("report by a reader")
        verbose_name_plural = _("reports by readers")
        ordering = ["-at"]
        indexes = [models.Index(fields=["comment"], name="flag_open", condition=Q(seen_at=None))]

    def __str__(self):
        return self.get_reason_display()


class Ban(models.Model):
    """What comes from this mailbox goes to the spam; the address itself is not known here."""

    address_tag = models.BinaryField(max_length=32, unique=True, editable=False)
    at = models.DateTimeField(_("since"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("reason"), max_length=11, choices=Decision.Reason, blank=True, default="")

    class Meta:
        verbose_name = _("blocked sender")
        verbose_name_plural = _("blocked senders")
        ordering = ["-at"]

    def __str__(self):
        return bytes(self.address_tag).hex()[:8]


class WatchedWord(models.Model):
    """A word or phrase the moderators want to see before it is public."""

    class Effect(models.TextChoices):
        HOLD = "hold", _("hold for a moderator")
        SPAM = "spam", _("treat as spam")

    words = models.CharField(
        _("word or phrase"),
        max_length=100,
        unique=True,
        help_text=_(
            "Capital letters make no difference. It is found as whole words; with a * at the end, as a beginning."
        ),
    )
    effect = models.CharField(_("what happens"), max_length=4, choices=Effect, default=Effect.HOLD)

    class Meta:
        verbose_name = _("watched word")
        verbose_name_plural = _("watched words")
        ordering = ["words"]

    def __str__(self):
        return self.words


class SpamToken(models.Model):
    """How often a word stood in what moderators let stand or called spam; the word itself is a keyed hash."""

    token = models.BinaryField(primary_key=True, max_length=8)
    spam = models.PositiveIntegerField(default=0)
    welcome = models.PositiveIntegerField(default=0)

    def __str__(self):
        return bytes(self.token).hex()
