"""Letters to one domain, so many a minute (LETTERS_A_MINUTE_PER_DOMAIN): each copy gets a moment of its own.

Large providers refuse whoever sends them too much at once. The moments are counted over all workers.
"""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from ..http.throttle import DAY, reserve
from .limits import mailbox_and_domain
from .outbox import OutboxMail, OutboxMailQuerySet, find_readers

SCOPE = "letters to a domain"
AT_ONCE = 200  # in a transaction


def given(due: OutboxMailQuerySet) -> OutboxMailQuerySet:
    """Return what of this may leave: all of it, unless a domain gets so many letters a minute and no more."""
    if not settings.LETTERS_A_MINUTE_PER_DOMAIN:
        return due
    _give(due)
    return due.with_turn()


@transaction.atomic
def _give(due: OutboxMailQuerySet) -> None:
    rows = list(due.without_turn().select_for_update(skip_locked=True)[:AT_ONCE])
    find_readers(rows)
    now, most = time.time(), settings.LETTERS_A_MINUTE_PER_DOMAIN
    # In order, for others count on the same rows.
    for domain, row in sorted(((_domain(row.address), row) for row in rows), key=lambda each: each[0]):
        moment = reserve(SCOPE, domain, most, 60, now=now, longest_wait=2 * DAY) if domain else now
        row.due_at = datetime.fromtimestamp(moment, UTC) if moment > now else row.created_at + timedelta.resolution
        if moment > now + 2 * DAY:  # nothing is kept so far ahead: it asks again then
            row.created_at = row.due_at
    OutboxMail.objects.bulk_update(rows, ["due_at", "created_at"])


def _domain(address: str) -> str:
    try:
        return mailbox_and_domain(address)[1]
    except ValueError:  # no address, or nobody's any more: it meets its fate when it is sent
        return ""
