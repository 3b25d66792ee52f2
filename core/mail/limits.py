"""How many mails strangers may cause: for one mailbox, domain, network and page, and in all. More of them leave later.

Numbers that an honest campaign does not meet, or meets for an hour at most; nobody is refused for the network they
share with others (a university, a mobile provider, an exit of Tor): their mail waits its turn. The request does the
same for every mailbox, so an answer does not tell whether others have written there today.
"""

import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Self

from django import forms
from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from publicsuffixlist import PublicSuffixList

from ..counters import Counters
from ..http.networks import network
from ..http.throttle import DAY, keys_of
from ..statements import Statement
from .addresses import canonical
from .erased_links import QUIET_FOR, mailbox_of
from .providers import LARGE

HOUR = 3600  # seconds
# What would have to wait longer is not sent at all: its link would be old before it is read.
LONGEST_WAIT = 2 * DAY
NEVER = datetime.max.replace(tzinfo=UTC)
# Mails in as many seconds. A mailbox gets four: two for the first that a network asks for, two for what it asks for
# besides. So whoever asks for many from one network leaves one of them to the mailbox's owner.
A_MAILBOX = (2, DAY)
# Of all names below a registered domain; large providers have no limit, for they are half of every campaign. In an hour
# a company or a faculty passes; whoever takes mail for every name of their own domain gets no flood.
A_DOMAIN = (50, HOUR)
# A twentieth of a campaign on its busiest day may sit behind one network.
A_NETWORK = (300, HOUR)
# Whoever opens a page within a second or two gets the same form token from a cache.
A_PAGE = (100, HOUR)
# All mails are counted on so many rows, one of them at random, so that no two signers wait for each other.
SHARES = 20
KEPT_FOR = timedelta(days=30)
COUNTED_AS_LATE = 60  # seconds


class MailLimitCountQuerySet(models.QuerySet):
    def today(self) -> Self:
        """Return what happened since this hour yesterday."""
        return self.filter(hour__gt=timezone.now() - timedelta(days=1))


class MailLimitCount(models.Model):
    """How many mails of one hour had to wait for one of the limits, and how many were not sent because of it."""

    class Limit(models.TextChoices):
        SITE = "site", _("all mails of the site")
        NETWORK = "network", _("one network")
        PAGE = "page", _("one opened page")
        DOMAIN = "domain", _("one mail domain")
        MAILBOX = "mailbox", _("one mailbox")

    hour = models.DateTimeField(_("hour"))
    limit = models.CharField(_("limit"), max_length=10, choices=Limit)
    late = models.PositiveIntegerField(_("sent later"), default=0)
    dropped = models.PositiveIntegerField(_("not sent"), default=0)

    objects = MailLimitCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("mails over a limit")
        verbose_name_plural = _("mails over a limit")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["hour", "limit"], name="mails_over_a_limit_once_an_hour")]

    def __str__(self):
        return f"{self.get_limit_display()} {self.hour:%Y-%m-%d %H}"


def due_at(email: str, request: HttpRequest | None = None, form: forms.BaseForm | None = None) -> datetime:
    """Return when a mail to this address may leave: now, later, or NEVER when it would wait longer than two days.

    NEVER also while its owner wants to be left alone (see ``erased_links``).

    ``request`` and ``form`` are what causes it, if that is a stranger's form. The place in the queue is kept by this
    call. Call it before a transaction begins: many others count on the same rows.
    """
    now = time.time()
    mailbox, domain = mailbox_and_domain(email)
    wide = _wide_limits(domain, request, form)
    wants_none, moment, moments = _turns(email, mailbox, network(request) if request else "", wide, now)
    slowest = "mailbox"
    if not wants_none and moment <= now:
        for (limit, _key, _rate), free in zip(wide, moments, strict=True):
            if free > moment:
                moment, slowest = free, limit
    if wants_none:
        return NEVER
    if moment > now + LONGEST_WAIT:
        over.count((slowest, "dropped"))
        return NEVER
    if moment > now + COUNTED_AS_LATE:
        over.count((slowest, "late"))
    return datetime.fromtimestamp(moment, UTC)


def _turns(email: str, mailbox: str, place: str, wide: list, now: float) -> tuple[bool, float, list[float]]:
    """Return whether the mailbox wants to be left alone, the moment at which it is its turn, and those of ``wide``.

    One statement, which asks of every mailbox the same rows in the same order. Whoever wants no mail is counted beside,
    so that they get one at once when they let mails come again. What does not leave now takes no place from others: the
    same is asked all the same, of a row that is the mailbox's own, so that nothing can be told by the time it takes.
    """
    boxes = [mailbox, f"quiet {mailbox}"]
    values: dict[str, Any] = {
        "tag": mailbox_of(email),
        "quiet_since": timezone.now() - QUIET_FOR,
        "now": now,
        "latest": now + LONGEST_WAIT,
        "most": A_MAILBOX[0],
        "seconds": A_MAILBOX[1],
        "day": DAY,
    }
    for number, box in enumerate(boxes):
        values[f"place_{number}"] = keys_of("mail mailbox from one network", f"{place} {box}", now)
        values[f"first_{number}"] = keys_of("mail mailbox", f"{box} first", now)
        values[f"again_{number}"] = keys_of("mail mailbox", f"{box} again", now)
    asked = ["wants_none", "turn"]
    for at, (limit, key, (most, seconds)) in enumerate(wide):
        values |= {f"wide_{at}": keys_of(f"mail {limit}", key, now), f"most_{at}": most, f"seconds_{at}": seconds}
        values |= {f"box_{at}_{number}": keys_of(f"mail {limit}", box, now) for number, box in enumerate(boxes)}
        asked.append(_ASK.format(at))
    [(wants_none, moment, *moments)] = _statement(", ".join(asked)).rows(connection, values)
    return wants_none, moment, moments


@cache
def _statement(asked: str) -> Statement:
    return Statement.named(_TURNS.format(asked))


def mailbox_and_domain(email: str) -> tuple[str, str]:
    """Return what the limits take for one mailbox, and its registered domain, by the public suffix list (Mozilla).

    Broader than ``canonical``: of ``victim+1@a.corp.example`` and ``victim@b.corp.example`` a stranger cannot know that
    they are two people's, and one person may well get the mail of both; "vic\\tim"@corp.example is victim's, too (RFC
    5322 §3.2.4).
    """
    local, _at, domain = canonical(email).rpartition("@")
    local = local.replace('"', "").replace("\\", "") or local
    domain = domain if domain in LARGE else _suffixes.privatesuffix(domain) or domain
    return f"{local.partition('+')[0] or local}@{domain}", domain


def _wide_limits(
    domain: str, request: HttpRequest | None, form: forms.BaseForm | None
) -> list[tuple[str, str, tuple[int, int]]]:
    """Return (name, key, (most, seconds)) of each limit that many people share."""
    found = []
    if domain not in LARGE:
        found.append(("domain", domain, A_DOMAIN))
    if request:
        # Of mails without a request, such as reminders, there are no more than of those that went before them.
        share = max(1, settings.UNASKED_MAILS_AN_HOUR // SHARES)
        found.append(("site", str(random.randrange(SHARES)), (share, HOUR)))
        found.append(("page", form.data.get(form.add_prefix("form_token"), "") if form else "", A_PAGE))
        if place := network(request):
            found.append(("network", place, A_NETWORK))
    return found


def write(numbers: dict[tuple[str, str], int]) -> None:
    """Add up what was over a limit, in the row of this hour."""
    added: dict[str, Counter] = {}
    for (limit, what), number in numbers.items():
        added.setdefault(limit, Counter())[what] += number
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        for limit, counted in sorted(added.items()):
            cursor.execute(_ADD, [hour, limit, counted["late"], counted["dropped"]])


def forget_old_counts() -> None:
    """Delete the counts of mails older than thirty days."""
    MailLimitCount.objects.filter(hour__lt=timezone.now() - KEPT_FOR).delete()


# Common table expressions with a function that writes are run once, and in the order in which they need each other.
_TURNS = """
WITH owner AS MATERIALIZED (
    SELECT EXISTS (SELECT FROM core_erasedlink WHERE mailbox = %(tag)s AND erased_at > %(quiet_since)s) AS wants_none
), place AS MATERIALIZED (
    SELECT wants_none, core_reserve(
        CASE WHEN wants_none THEN %(place_1)s::bytea[] ELSE %(place_0)s END, %(now)s, %(now)s, 1, %(day)s
    ) <= %(now)s AS is_first
    FROM owner
), mailbox AS MATERIALIZED (
    SELECT wants_none, core_reserve(CASE
        WHEN wants_none AND is_first THEN %(first_1)s::bytea[] WHEN wants_none THEN %(again_1)s
        WHEN is_first THEN %(first_0)s ELSE %(again_0)s END, %(now)s, %(latest)s, %(most)s, %(seconds)s) AS turn
    FROM place
)
SELECT {} FROM mailbox
"""
_ASK = """core_reserve(CASE
    WHEN wants_none THEN %(box_{0}_1)s::bytea[] WHEN turn > %(now)s THEN %(box_{0}_0)s ELSE %(wide_{0})s END,
    %(now)s, %(latest)s, %(most_{0})s, %(seconds_{0})s)"""
_ADD = """
INSERT INTO core_maillimitcount AS kept (hour, "limit", late, dropped) VALUES (%s, %s, %s, %s)
ON CONFLICT (hour, "limit") DO UPDATE SET late = kept.late + excluded.late, dropped = kept.dropped + excluded.dropped
"""
over = Counters(write, every=10.0)
_suffixes = PublicSuffixList()
