"""Double opt-in: something a person began on a page counts once they press the button behind the link in their mail."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Any, Self

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..alters_data import alters_data

TOKEN_BYTES = 16  # 128 bits


def new_token() -> str:
    """Return a fresh secret of 128 random bits, safe in a URL (22 characters)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_token(token: str) -> bytes:
    """Return the 32 bytes that are stored in place of the token."""
    return hashlib.sha256(token.encode()).digest()


def derive_token(token: str, purpose: str) -> str:
    """Return a second secret that follows from the first, so that one link serves two records that share nothing."""
    return hashlib.sha256(f"{purpose}:{token}".encode()).hexdigest()


@contextmanager
def ending_alike() -> Iterator[None]:
    """A transaction that ends with a commit even when ``transaction.set_rollback(True)`` takes all of it back.

    A rollback is quicker, and would tell a stranger that nothing was written for this mailbox.
    """
    is_within = connection.in_atomic_block
    with nullcontext() if is_within else transaction.atomic(), transaction.atomic():
        yield


class ConfirmableQuerySet(models.QuerySet):
    def pending(self) -> Self:
        """Return what still waits for its button, and may: an old link confirms nothing."""
        return self.filter(status=self.model.Status.PENDING, created_at__gt=timezone.now() - self.model.CONFIRM_WITHIN)

    def confirmed(self) -> Self:
        return self.filter(status=self.model.Status.CONFIRMED)

    def expired(self) -> Self:
        """Return what nobody confirmed in time; it is forgotten by a periodic job."""
        return self.filter(status=self.model.Status.PENDING, created_at__lte=timezone.now() - self.model.CONFIRM_WITHIN)

    @transaction.atomic
    @alters_data
    def forget_expired(self) -> int:
        """Delete what nobody confirmed in time; return how many."""
        # Locked first: who begins anew at this moment has a fresh date, and is left alone.
        late = list(self.expired().select_for_update(skip_locked=True).values_list("pk", flat=True))
        self.model._base_manager.filter(pk__in=late).delete()
        return len(late)

    def from_token(self, token: str) -> Any:
        """Return the object the link belongs to, or None."""
        return self.filter(token_hash=hash_token(token)).first()


class Confirmable(models.Model):
    """Pending until the person presses the button, confirmed from then on, withdrawn when they say so."""

    CONFIRM_WITHIN = timedelta(days=7)

    class Status(models.TextChoices):
        PENDING = "pending", _("waiting for the button in the mail")
        CONFIRMED = "confirmed", _("confirmed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PENDING, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True, null=True, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)

    objects = ConfirmableQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @alters_data
    def issue_token(self) -> str:
        """Set a fresh token on the (unsaved) object and return it; only its hash is kept."""
        token = new_token()
        self.token_hash = hash_token(token)
        return token

    @alters_data
    def confirm(self) -> bool:
        """Return True for the one call that moves pending to confirmed.

        What somebody else has begun anew in the meantime has another token, and is not what this link was about.
        """
        same = type(self).objects.pending().filter(token_hash=self.token_hash)
        return self._move(same, status=self.Status.CONFIRMED, confirmed_at=timezone.now())

    @alters_data
    def withdraw(self) -> bool:
        """Return True for the one call that takes it back, confirmed or not; what identified the person is wiped."""
        standing = type(self).objects.exclude(status=self.Status.WITHDRAWN)
        return self._move(standing, status=self.Status.WITHDRAWN, **self.wiped())

    def wiped(self) -> dict:
        """Return the fields to overwrite on withdrawal; subclasses add theirs."""
        return {}

    def _move(self, condition, **fields) -> bool:
        # Two clicks arrive at once: the condition lives in the UPDATE.
        changed = condition.filter(pk=self.pk).update(**fields) == 1
        if changed:
            for name, value in fields.items():
                setattr(self, name, value)
        return changed
