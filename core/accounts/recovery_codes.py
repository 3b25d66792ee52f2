"""Recovery codes: for whoever has lost the telephone or the key. Each opens once; shown once, stored as digests."""

import base64
import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

HOW_MANY = 10
CODE_BYTES = 10  # 80 bits: too many to try, so that a plain digest keeps them
GROUP = 4  # letters


class RecoveryCode(models.Model):
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes")
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="one_recovery_code")]

    def __str__(self):
        return str(self._meta.verbose_name)


@transaction.atomic
def renew(account: User) -> list[str]:
    """Return ten new codes, such as ``abcd-efgh-ijkl-mnop``; those before open nothing any more."""
    codes = [base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower() for _number in range(HOW_MANY)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, digest=_digest(code)) for code in codes)
    return ["-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP)) for code in codes]


def take(account: User, code: str) -> bool:
    """Return True for a code of this account, once; hyphens, blanks and capitals do not matter."""
    deleted, _kinds = RecoveryCode.objects.filter(account=account, digest=_digest(tidied(code))).delete()
    return deleted == 1


def tidied(code: str) -> str:
    """Return what was typed without the signs that only help to read it."""
    return "".join(sign for sign in code.lower() if sign.isalnum())


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
