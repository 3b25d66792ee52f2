"""Logging in: how often somebody may try a password, and what the desk learns of those that were wrong.

One stranger, or many, must neither try without end nor keep the owner of an account out. So a browser in which somebody
has logged in before has tries of its own (OWASP, "Slow down online guessing attacks with device cookies"); all others
share theirs by network, by account and network, by account and in all. What is counted (``throttle``) names nobody.
"""

import time
from datetime import timedelta
from typing import NamedTuple, Self

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import signing
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from ..audit import Action, record
from ..http.networks import network
from ..http.throttle import DAY, forget, reserve

# Tries in as many seconds. Who mistypes waits a quarter of an hour, who goes on guessing until tomorrow.
FEW = ((5, 900), (20, DAY))
AN_ACCOUNT = (50, 3600)
A_NETWORK = (30, 600)
# Each try is a third of a second of a processor: a third of one at most is spent on strangers.
ALL = (20, 20)
COOKIE, COOKIE_LASTS = "known-browser", 180 * DAY
KEPT_FOR = timedelta(days=90)
# After so many within an hour the audit log says so: a stranger does not fill it.
TOLD_AT = {1, 5, 20, 100, 500, 2000, 10_000}


class Account(NamedTuple):
    """What was typed as the name of one, and the user it belongs to, if there is one."""

    typed: str
    user: User | None

    @property
    def key(self) -> str:
        # With a new password, which an administrator can set, counting begins anew.
        return f"{self.typed} {self.user.password[-12:] if self.user else ''}"


class FailedLoginsQuerySet(models.QuerySet):
    def today(self) -> Self:
        """Return what happened since this hour yesterday."""
        return self.filter(hour__gt=timezone.now() - timedelta(days=1))

    def by_account(self) -> list[dict]:
        """Return the name, the number and the first hour for each account, the most tried first."""
        tries = models.Sum(models.F("wrong") + models.F("refused"))
        found = self.order_by().values("account").annotate(tries=tries, since=models.Min("hour"))
        return list(found.order_by("-tries", "account"))


class FailedLogins(models.Model):
    """How many tries of one hour failed for one account; the names that no account has are counted together, as ""."""

    hour = models.DateTimeField(_("hour"))
    account = models.CharField(_("account"), max_length=150, blank=True)
    wrong = models.PositiveIntegerField(_("wrong password"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)

    objects = FailedLoginsQuerySet.as_manager()

    class Meta:
        verbose_name = _("failed logins")
        verbose_name_plural = _("failed logins")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["hour", "account"], name="failed_logins_once_an_hour")]

    def __str__(self):
        return f"{self.account or '–'} {self.hour:%Y-%m-%d %H}"


def account(typed: str) -> Account:
    """Return the name that was typed, with the user of exactly that name, active or not, if there is one."""
    return Account(typed, get_user_model()._default_manager.filter(username=typed).first())


def take_a_try(request: HttpRequest, account: Account) -> float:
    """Return 0 when a password may be tried now, or the seconds to wait; nothing is computed from the password yet."""
    now = time.time()
    for name, key, (most, seconds) in _limits(request, account):
        free = reserve(f"login {name} {seconds}", key, most, seconds, now=now)
        if free > now:
            return free - now
    return 0


def succeeded(request: HttpRequest, account: Account) -> None:
    """Forget the tries of this browser, or this network: a team behind one door may all come in at nine."""
    for name, key, (_most, seconds) in _limits(request, account):
        if name in {"browser", "network", "account and network"}:
            forget(f"login {name} {seconds}", key)


def know_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Leave a cookie by which this browser is known when somebody logs in to the same account again."""
    if known_browser(request, Account(user.get_username(), user)):
        return
    value = signing.dumps([_tag(user.get_username()), get_random_string(22)], salt=COOKIE)
    response.set_cookie(
        COOKIE, value, max_age=COOKIE_LASTS, path="/admin/", secure=request.is_secure(), httponly=True, samesite="Lax"
    )


def failed(account: Account, *, is_refused: bool) -> None:
    """Count it, and write it in the audit log now and then."""
    name = account.user.get_username() if account.user else ""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [hour, name, int(not is_refused), int(is_refused)])
        tries = cursor.fetchone()[0]
    if tries in TOLD_AT:
        whose = "" if account.user else "names that no account has; "
        record(None, Action.LOGIN_FAILED, account.user, f"{whose}tries since {timezone.localtime(hour):%H:%M}: {tries}")


def forget_old_failures() -> None:
    """Delete the counts of failed logins older than ninety days."""
    FailedLogins.objects.filter(hour__lt=timezone.now() - KEPT_FOR).delete()


_COUNT = """
INSERT INTO core_failedlogins AS kept (hour, account, wrong, refused) VALUES (%s, %s, %s, %s)
ON CONFLICT (hour, account) DO UPDATE SET wrong = kept.wrong + excluded.wrong, refused = kept.refused + excluded.refused
RETURNING wrong + refused
"""


def _limits(request: HttpRequest, account: Account) -> list:
    """Return (name, key, (most, seconds)) of each limit that a try falls under."""
    if browser := known_browser(request, account):
        return [("browser", browser, limit) for limit in FEW]
    place = network(request)
    together = [("account and network", f"{place} {account.key}", limit) for limit in FEW]
    # The network first: names without end, typed from one place, are not counted without end.
    return [("network", place, A_NETWORK), *together, ("account", account.key, AN_ACCOUNT), ("all", "", ALL)]


def known_browser(request: HttpRequest, account: Account) -> str:
    """Return what stands for the browser when somebody has logged in to this account there, or nothing."""
    try:
        tag, browser = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return f"{browser} {account.key}" if tag == _tag(account.typed) else ""


def _tag(username: str) -> str:
    return salted_hmac(COOKIE, username, algorithm="sha256").hexdigest()[:22]
