"""What tells scripted signatures from honest ones: signals kept for a day, without an address; what was held."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.punctuation import colon

from ..signatures.models.signature import Signature


class DayKey(models.Model):
    """The random key of one day's tags. Once it is deleted they mean nothing to anybody. UNLOGGED."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField()

    def __str__(self):
        return str(self.day)


class RiskSignals(models.Model):
    """How one signature was made, for a day: keyed tags of network, mail domain and name, never these themselves.

    UNLOGGED: not in the write-ahead log, its archives or a replica; empty after a crash, and then nothing is held.
    No constraint to the signature, so that neither waits for the other.
    """

    signature_id = models.BigIntegerField(primary_key=True)
    petition_id = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    network = models.BinaryField(null=True)
    domain = models.BinaryField(null=True)  # of the large providers none is kept: everybody is there
    alias = models.BinaryField(null=True)
    name = models.BinaryField(null=True)
    is_disposable = models.BooleanField(default=False)
    is_quick = models.BooleanField(default=False)
    is_odd = models.BooleanField(default=False)
    is_instant = models.BooleanField(null=True)  # confirmed in a moment; known once it is confirmed

    def __str__(self):
        return str(self.signature_id)


class Burst(models.Model):
    """Many signatures with one tag that look written by a script, from the first to the last seen. UNLOGGED."""

    petition_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    tag = models.BinaryField()
    weight = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    is_over = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition_id", "kind", "tag"], name="burst_once")]

    def __str__(self):
        return f"{self.kind} {self.weight}"


class DomainTag(models.Model):
    """A keyed tag of the mailbox's domain, so that editors can undo what came from it; destroyed with the salt."""

    signature = models.OneToOneField(Signature, models.CASCADE, primary_key=True, related_name="domain_tag")
    tag = models.BinaryField(db_index=True)

    def __str__(self):
        return str(self.signature_id)


class Reason(models.TextChoices):
    """Why a signature is held back, as a code; a decision names all that spoke for it."""

    DISPOSABLE = "disposable", _("throw-away mailbox")
    QUICK = "quick", _("form filled in within three seconds")
    ODD = "odd", _("name or mailbox like a random string")
    INSTANT = "instant", _("button pressed within seconds of the mail")
    NETWORK = "network", _("scripted burst from one network")
    STRANGERS = "strangers", _("burst of unknown mail domains from one network")
    DOMAIN = "domain", _("scripted burst from one mail domain")
    ALIAS = "alias", _("many aliases of one mailbox")
    NAME = "name", _("the same name many times")
    THROWAWAY = "throwaway", _("burst of throw-away mailboxes at one domain")
    THROWAWAYS = "throwaways", _("burst of throw-away mailboxes")
    HEADLESS = "headless", _("burst of forms and buttons quicker than hands")
    EDITOR = "editor", _("by an editor")


class Quarantine(models.Model):
    """Why and when a signature was held back, and whether it was let go again; an editor's word is the last one."""

    signature = models.OneToOneField(Signature, models.CASCADE, primary_key=True, related_name="quarantine")
    reasons = ArrayField(models.CharField(max_length=12, choices=Reason))
    score = models.PositiveSmallIntegerField(default=0)
    held_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey("campaigns.Invalidation", models.SET_NULL, null=True, related_name="held")
    released_by = models.ForeignKey("campaigns.Invalidation", models.SET_NULL, null=True, related_name="released")

    def __str__(self):
        return f"{self.score}: {', '.join(self.reasons)}"


class Invalidation(models.Model):
    """One decision of an editor about all signatures that fit some conditions; it can be taken back."""

    class Kind(models.TextChoices):
        HOLD = "hold", _("take out of the count")
        RELEASE = "release", _("let count again")

    petition = models.ForeignKey(
        "campaigns.Petition", models.PROTECT, related_name="invalidations", verbose_name=_("petition")
    )
    kind = models.CharField(_("what to do"), max_length=7, choices=Kind, default=Kind.HOLD)
    conditions = models.JSONField(_("conditions"), default=dict)
    reason = models.CharField(
        _("why"), max_length=300, help_text=_("Everybody reads this in the petition’s public log of its count.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    finished_at = models.DateTimeField(_("done"), null=True)
    undone_at = models.DateTimeField(_("taken back"), null=True)
    undoing_finished_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(_("signatures"), default=0)
    moved_back = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("removal of signatures")
        verbose_name_plural = _("removed signatures")
        ordering = ["-made_at"]
        default_permissions = ("add", "view")

    def __str__(self):
        return f"{colon(self.get_kind_display())} {self.reason}"
