"""How many mails strangers may cause: for one mailbox, domain, network and page, and in all. More of them leave later.

Numbers that an honest campaign does not meet, or meets for an hour at most; nobody is refused for the network they
share with others (a university, a mobile provider, an exit of Tor): their mail waits its turn. The request does the
same for every mailbox, so an answer does not tell whether others have written there today.
"""

import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Self

from django import forms
from django.conf import settings
from django.db import connection, models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from publicsuffixlist import PublicSuffixList

from ..counters import Counters
from ..http.networks import network
from ..http.throttle import DAY, reserve
from .addresses import canonical
from .erased_links import is_quiet
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
    now, wants_none = time.time(), is_quiet(email)
    mailbox, domain = mailbox_and_domain(email)
    if wants_none:  # counted beside, so that whoever lets mails come again gets one at once
        mailbox = f"quiet {mailbox}"
    moment, slowest = _mailboxs_turn(mailbox, request, now), "mailbox"
    takes_place = moment <= now and not wants_none
    for limit, key, (most, seconds) in _wide_limits(domain, request, form):
        # What does not leave now takes no place from others. The same is asked all the same, of a row that is the
        # mailbox's own, so that nothing can be told by the time it takes.
        key = key if takes_place else mailbox
        free = reserve(f"mail {limit}", key, most, seconds, now=now, longest_wait=LONGEST_WAIT)
        if free > moment and takes_place:
            moment, slowest = free, limit
    if wants_none:
        return NEVER
    if moment > now + LONGEST_WAIT:
        over.count((slowest, "dropped"))
        return NEVER
    if moment > now + COUNTED_AS_LATE:
        over.count((slowest, "late"))
    return datetime.fromtimestamp(moment, UTC)


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


def _mailboxs_turn(mailbox: str, request: HttpRequest | None, now: float) -> float:
    place = network(request) if request else ""
    is_first = reserve("mail mailbox from one network", f"{place} {mailbox}", 1, DAY, now=now) <= now
    most, seconds = A_MAILBOX
    key = f"{mailbox} {'first' if is_first else 'again'}"
    return reserve("mail mailbox", key, most, seconds, now=now, longest_wait=LONGEST_WAIT)


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


_ADD = """
INSERT INTO core_maillimitcount AS kept (hour, "limit", late, dropped) VALUES (%s, %s, %s, %s)
ON CONFLICT (hour, "limit") DO UPDATE SET late = kept.late + excluded.late, dropped = kept.dropped + excluded.dropped
"""
over = Counters(write, every=10.0)
_suffixes = PublicSuffixList()
