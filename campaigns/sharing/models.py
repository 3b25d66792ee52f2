"""How a petition travels: words to pass it on with, codes in the links, and numbers by hour that tell of nobody."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.mail.addresses import fingerprint
from core.punctuation import colon

from ..models.campaign import Campaign
from ..petitions.models.petition import Petition

# Without letters and digits that are mistaken for each other when a code is read off paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def kit_mailbox(email: str) -> str:
    """Return the keyed tag by which kits are found; it fits no tag of comments, letters or signatures."""
    return fingerprint(email, b"kits", purpose="kit").hex()


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


class Channel(models.TextChoices):
    MAIL = "mail", _("mail")
    COPY = "copy", _("copied address")
    QR = "qr", _("QR code")
    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    SIGNAL = "signal", "Signal"
    X = "x", "X"
    FACEBOOK = "facebook", "Facebook"
    EMBED = "embed", _("on other pages")
    ADOPTED = "adopted", _("adopted")


# Those to whose messages an editor gives words of their own.
WITH_WORDS = [Channel.MAIL, Channel.MASTODON, Channel.BLUESKY, Channel.WHATSAPP, Channel.TELEGRAM, Channel.SIGNAL]
WITH_WORDS += [Channel.X]


class ShareText(models.Model):
    """Words that an editor suggests for a channel; of several, each reader finds one, and the desk sees which works."""

    petition = models.ForeignKey(
        Petition, models.CASCADE, related_name="share_texts", verbose_name=_("petition"), db_index=False
    )
    channel = models.CharField(
        _("channel"), max_length=10, choices=[(channel.value, channel.label) for channel in WITH_WORDS]
    )
    text = models.CharField(_("words"), max_length=280, help_text=_("Without the address: it is added at the end."))

    class Meta:
        verbose_name = _("words to pass it on with")
        verbose_name_plural = _("words to pass it on with")
        constraints = [
            models.UniqueConstraint(fields=["petition", "channel", "text"], name="same_words_once_per_channel")
        ]

    def __str__(self):
        return f"{colon(self.get_channel_display())} {self.text}"


class ShareCode(models.Model):
    """What stands in a short link: it tells the way somebody came, and nothing about who they are.

    There is one for each channel of a petition and each words used there, and one for everybody who adopted it, or a
    whole campaign; ``mailbox`` is the tag of the address that was given with it, if any. Words are kept as they were,
    so that numbers stay with what people really read. What came by it waits here without a time until there are ten,
    who then go into a SharedHour together.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code)
    petition = models.ForeignKey(Petition, models.CASCADE, null=True, related_name="share_codes")
    campaign = models.ForeignKey(Campaign, models.CASCADE, null=True, related_name="share_codes")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    words = models.CharField(_("words"), max_length=280, blank=True)
    name = models.CharField(_("adopted by"), max_length=80, blank=True)
    mailbox = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    token_hash = models.BinaryField(max_length=32, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    visits_waiting = models.PositiveSmallIntegerField(default=0, editable=False)
    signatures_waiting = models.PositiveSmallIntegerField(default=0, editable=False)
    confirmed_waiting = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("share code")
        verbose_name_plural = _("share codes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "channel", "words"],
                condition=~Q(channel="adopted"),
                name="one_code_per_channel_and_words",
            ),
            models.CheckConstraint(
                condition=Q(petition__isnull=False, campaign=None)
                | Q(petition=None, campaign__isnull=False, channel="adopted"),
                name="share_code_of_a_petition_or_a_campaign",
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.code}"

    @property
    def leads_to(self) -> Petition | Campaign:
        return self.petition or self.campaign


class SharedHour(models.Model):
    """How many came by one code, how many sent the form, and how many confirmed what they had sent: each ten or more.

    ``hour`` is the one in which their number was reached; a few of them may have come before it.
    """

    code = models.ForeignKey(ShareCode, models.CASCADE, related_name="hours", db_index=False)
    hour = models.DateTimeField(_("hour"))
    visits = models.PositiveIntegerField(_("visits"), default=0)
    signatures = models.PositiveIntegerField(_("forms sent"), default=0)
    confirmed = models.PositiveIntegerField(_("confirmed"), default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["code", "hour"], name="one_row_per_code_and_hour")]

    def __str__(self):
        return f"{self.code_id} {self.hour:%Y-%m-%d %H}"


class ShownOn(models.Model):
    """How often something of a petition was shown on another site within one day."""

    petition = models.ForeignKey(Petition, models.CASCADE, related_name="shown_on", db_index=False)
    host = models.CharField(_("site"), max_length=100)
    day = models.DateField(_("day"))
    views = models.PositiveBigIntegerField(_("views"), default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["petition", "day", "host"], name="shown_on_a_site_and_day")]

    def __str__(self):
        return f"{self.host} {self.day}"
