"""The second factor of an account: what it has, whether its role needs one, and codes, which are throttled."""

import time

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp_webauthn.models import WebAuthnCredential

from ..audit import Action, record
from ..http.throttle import allow, forget, reserve
from ..lazy_text import LazyText
from . import logins, notices, passkeys, recovery_codes
from .authenticators import DIGITS, Authenticator

WRONG_CODES = _("somebody knows its password and has tried several wrong codes")


def has_one(account: User) -> bool:
    """Return whether the account has an authenticator app or a passkey; recovery codes alone are none."""
    return (
        Authenticator.objects.filter(account=account).exists()
        or WebAuthnCredential.objects.filter(user=account).exists()
    )


def is_needed(account: User) -> bool:
    """Return whether the account's role comes in with a second factor only (SECOND_FACTOR_REQUIRED_FOR)."""
    roles = settings.SECOND_FACTOR_REQUIRED_FOR
    if not roles:
        return False
    if account.is_superuser:
        return "administrator" in roles
    return account.groups.filter(name__in=roles).exists()


def kinds_of(account: User) -> set[str]:
    """Return "authenticator", "passkey", "recovery codes": what the account can show."""
    found = {"authenticator"} if Authenticator.objects.filter(account=account).exists() else set()
    found |= {"passkey"} if passkeys.of(account) else set()
    return found | ({"recovery codes"} if account.recovery_codes.exists() else set())


def take_code(account: User, code: str) -> bool:
    """Return True for a right code of the app, or a recovery code, each once."""
    code = recovery_codes.tidied(code)
    if len(code) == DIGITS and code.isdigit():
        found = Authenticator.objects.filter(account=account).first()
        return found is not None and found.take(code)
    if not recovery_codes.take(account, code):
        return False
    left = recovery_codes.RecoveryCode.objects.filter(account=account).count()
    record(account, Action.FACTOR, account, f"recovery code used, {left} left")
    notices.tell(account, _("a recovery code was used to log in"))
    return True


def take_a_try(request: HttpRequest, account: User) -> float:
    """Return 0 when a code may be tried now, or the seconds to wait.

    Counted as for passwords: a browser in which the account's owner has been has tries of its own, so that a stranger
    who knows the password keeps nobody out. Passkeys are not counted: nobody guesses one.
    """
    now = time.time()
    for scope, (most, seconds) in _limits(request, account):
        free = reserve(f"code {seconds}", scope, most, seconds, now=now)
        if free > now:
            logins.failed(logins.account(account.get_username()), is_refused=True)
            if allow("told of wrong codes", str(account.pk), 1, logins.DAY):
                notices.tell(account, WRONG_CODES)
            return free - now
    return 0


def failed(account: User) -> None:
    """Count a wrong code as a login that failed."""
    logins.failed(logins.account(account.get_username()), is_refused=False)


def forget_tries(request: HttpRequest, account: User) -> None:
    for scope, (_most, seconds) in _limits(request, account):
        forget(f"code {seconds}", scope)


@transaction.atomic
def remove_all(account: User, by: User | None, detail: str = "") -> None:
    """Take away every factor and recovery code of somebody who has lost them, and tell them; their sessions end."""
    Authenticator.objects.filter(account=account).delete()
    WebAuthnCredential.objects.filter(user=account).delete()
    recovery_codes.RecoveryCode.objects.filter(account=account).delete()
    account.desk_sessions.all().delete()
    record(by, Action.FACTOR, account, f"all removed {detail}".strip())
    notices.tell(account, _("its second factor was taken away by an administrator, because it was lost"))


def changed(account: User, detail: str, what: LazyText) -> None:
    """Write in the audit log and to the person that a factor was added or removed."""
    record(account, Action.FACTOR, account, detail)
    notices.tell(account, what)


def _limits(request: HttpRequest, account: User) -> list[tuple[str, tuple[int, int]]]:
    named = logins.Account(account.get_username(), account)
    return [(logins.known_browser(request, named) or named.key, limit) for limit in logins.FEW]
