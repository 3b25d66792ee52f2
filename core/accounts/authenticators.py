"""Authenticator apps: six digits that change every thirty seconds (TOTP, RFC 6238)."""

import base64
import secrets
import time
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.oath import TOTP

from .. import identity
from ..alters_data import alters_data
from ..crypto.field_encryption import LockedField

SECRET_BYTES = 20  # as RFC 4226, section 4, recommends
DIGITS, STEP = 6, 30  # what every app knows; seconds
TOLERATED = 1  # steps before and after this one: clocks of telephones differ


class Authenticator(models.Model):
    """The app of one account; its secret is locked with a key that is not in the database."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="authenticator")
    secret = LockedField(purpose="authenticator")
    last_step = models.BigIntegerField(default=-1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")
        default_permissions = ()

    def __str__(self):
        return str(self._meta.verbose_name)

    @alters_data
    def take(self, code: str) -> bool:
        """Return True for a code that is right now and was not taken before (RFC 6238, section 5.2)."""
        step = step_of(self.secret, code, after=self.last_step)
        if step is None:
            return False
        # Two requests bring the same code at once: one of them gets it.
        return type(self).objects.filter(pk=self.pk, last_step__lt=step).update(last_step=step) == 1


def new_secret() -> str:
    """Return a fresh secret in base32, as people type it where a camera is missing."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def step_of(secret: str, code: str, after: int = -1) -> int | None:
    """Return the number of the step that the code belongs to, None for a wrong one or one of ``after`` and before."""
    if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
        return None
    totp = TOTP(base64.b32decode(secret), STEP, 0, DIGITS)
    totp.time = time.time()
    return totp.t() if totp.verify(int(code), TOLERATED, after + 1) else None


def key_uri(secret: str, username: str) -> str:
    """Return what apps read from the QR code (Google Authenticator's Key URI Format, which all others read)."""
    issuer = identity.current().name.replace(":", " ")
    label = f"{quote(issuer)}:{quote(username)}"
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"


def qr_path(uri: str) -> tuple[int, str]:
    """Return the width of a QR code in modules, margin included, and its dark modules as the path of an SVG."""
    border = 4
    rows = list(segno.make(uri, error="m", micro=False).matrix_iter(border=border))
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return len(rows), "".join(dark)
