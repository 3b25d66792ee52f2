"""One sending of a petition's form: it waits for its own mail's button, whatever else is sent with the same address."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django_countries.fields import CountryField

from core.mail.double_opt_in import Confirmable, hash_token
from core.prepared import Prepared
from core.row_objects import RowObjects

from .signature import Signature

REMIND_AFTER = timedelta(days=2)


class ConfirmedBy(models.TextChoices):
    """How somebody says that the mail reached them."""

    BUTTON = "button"
    CODE = "code"
    REPLY = "reply"


class AttemptQuerySet(models.QuerySet):
    def from_token(self, token: str) -> "Attempt | None":
        """Return what the link in a mail belongs to, or None."""
        found = _by_token.ask(token_hash=hash_token(token))
        return found[0] if found and not found[0].is_late else None

    def late(self) -> Self:
        """Return what nobody confirmed in time."""
        return self.filter(~models.Q(sealed=b""), created_at__lte=timezone.now() - Confirmable.CONFIRM_WITHIN)

    def with_late_letters(self) -> Self:
        """Return what still holds letters asked for, and too long ago for its link to begin them."""
        return self.filter(~models.Q(letters=b""), created_at__lte=timezone.now() - Confirmable.CONFIRM_WITHIN)

    def to_remind(self) -> Self:
        unconfirmed = self.filter(~models.Q(sealed=b""))  # in the words of the index
        return unconfirmed.filter(created_at__lte=timezone.now() - REMIND_AFTER, reminder__isnull=False)


class Attempt(models.Model):
    """Whoever types somebody's address makes an attempt of their own, and replaces none.

    Its contents move to the signature when it is confirmed, and are wiped here; what stays is the hash of the link,
    which takes the signature back. There is a sealed box for each way to confirm, of which one is kept: the way stands
    in it, and cannot be told from outside. ``shown`` (the name), ``via`` (the code of the link that led to the form),
    ``letters`` (which were asked for, see ``asked_letters``) and ``address`` (which stays for as long as the link takes
    the signature back) open with the token of the mailed link, ``by_code`` (that token) with the code in the mail and
    the secret of the page that was open when the mail went out: none can be read with the database and the server's
    secret alone. ``reminder`` (address and token) opens with the server's secret, for two days at most.
    """

    signature = models.ForeignKey(Signature, models.CASCADE, related_name="attempts")
    token_hash = models.BinaryField(max_length=32, unique=True)
    code_hash = models.BinaryField(max_length=32, unique=True, null=True)
    by_code = models.BinaryField(default=b"")
    country = CountryField()
    place = models.CharField(max_length=80, blank=True)
    display_name = models.CharField(max_length=120, blank=True)
    sealed = models.BinaryField(default=b"")
    sealed_code = models.BinaryField(null=True)
    sealed_reply = models.BinaryField(null=True)
    shown = models.BinaryField(default=b"")
    via = models.BinaryField(default=b"")
    letters = models.BinaryField(default=b"")
    address = models.BinaryField(default=b"")
    reminder = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=~models.Q(sealed=b""), name="attempt_unconfirmed"),
            models.Index(fields=["created_at"], condition=~models.Q(letters=b""), name="attempt_with_letters"),
        ]

    def __str__(self):
        return f"{self.country} {self.created_at:%Y-%m-%d}"

    @property
    def is_late(self) -> bool:
        """True when it waited for its button for too long."""
        return bool(self.sealed) and self.created_at <= timezone.now() - Confirmable.CONFIRM_WITHIN

    @property
    def asks_for_letters(self) -> bool:
        """True while its link may begin letters."""
        return bool(self.letters) and self.created_at > timezone.now() - Confirmable.CONFIRM_WITHIN

    def box(self, way: ConfirmedBy) -> bytes:
        """Return what is kept of it when it is confirmed this way."""
        other = {ConfirmedBy.CODE: self.sealed_code, ConfirmedBy.REPLY: self.sealed_reply}.get(way)
        return bytes(other or self.sealed)

    @staticmethod
    def wiped() -> dict:
        """Return the fields to overwrite once the signature is confirmed, by whichever attempt.

        The letters asked for with another one stay: its own link may still begin them.
        """
        return {
            "sealed": b"", "shown": b"", "via": b"", "by_code": b"", "display_name": "", "place": "", "reminder": None,
            "code_hash": None, "sealed_code": None, "sealed_reply": None,
        }  # fmt: skip


_by_token = Prepared(
    lambda token_hash: Attempt.objects.filter(token_hash=token_hash),
    RowObjects(["signature", "signature__petition", "signature__petition__translation_of"]),
    token_hash=bytes,
)
