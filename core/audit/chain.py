"""A chain of digests through the audit log, so that a row changed or taken out past the site is noticed.

The database adds each entry's link when its transaction is committed (migration 0002): the SHA-256 of the digest
before it and of the entry's own fields. Who owns the database can still write the whole chain anew: against that the
last digest is written to the server's log every day, and ``verify_audit --holds`` asks whether the chain still has it.
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ..jobs.tasks import Priority, job
from . import AuditEntry

log = logging.getLogger(__name__)

FIRST = "0" * 64  # what stands before the first link
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BrokenChain(Exception):
    """The audit log is not what it was; the message names the entries."""


class AuditLink(models.Model):
    """One entry's place in the chain. ``id`` gives the order, since entries are committed in another than written."""

    # May be null so that Django joins from the left: a link stays to be read when its entry is gone.
    entry = models.OneToOneField(AuditEntry, models.DO_NOTHING, null=True, db_constraint=False, related_name="link")
    before = models.CharField(max_length=64, unique=True)  # hexadecimal; unique, so that the chain cannot fork
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.digest


def digest_of(before: str, entry: AuditEntry) -> str:
    """Return the digest as the database makes it: fields as a JSON array, the time in microseconds since 1970."""
    fields = [
        before,
        entry.pk,
        (entry.happened_at - _EPOCH) // timedelta(microseconds=1),
        entry.actor_id,
        entry.actor_name,
        entry.action,
        entry.kind,
        entry.object_id,
        entry.object_name,
        entry.detail,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def faults() -> Iterator[str]:
    """Yield a sentence for every entry that was changed, taken out or put in past the site."""
    before = FIRST
    with transaction.atomic():
        for link in AuditLink.objects.order_by("pk").select_related("entry").iterator(2000):
            entry = link.entry
            if link.before != before:
                yield f"Before entry {link.entry_id} something was taken out of the chain or changed in it."
            if entry is None:
                yield f"Entry {link.entry_id} is missing."
            elif digest_of(link.before, entry) != link.digest:
                yield f"Entry {entry.pk} of {entry.happened_at:%Y-%m-%d %H:%M} was changed: {entry}."
            before = link.digest
        for entry in AuditEntry.objects.filter(link=None).order_by("pk").iterator(2000):
            yield f"Entry {entry.pk} of {entry.happened_at:%Y-%m-%d %H:%M} is outside the chain: {entry}."


def last_digest() -> str:
    """Return the digest of the newest entry, in hexadecimal; that of an empty chain where there is none."""
    return AuditLink.objects.order_by("-pk").values_list("digest", flat=True).first() or FIRST


def check_audit_daily() -> None:
    """Enqueue the check of the audit log."""
    check_audit.enqueue()


@job(Priority.UPKEEP, retries=0, title=_("Check the audit log"))
def check_audit() -> None:
    """Check the chain and write its last digest to the server's log, which another machine may keep.

    Raises BrokenChain, which rests among the failed jobs at the desk, where administrators see it.
    """
    if found := list(islice(faults(), 5)):
        raise BrokenChain(" ".join(found))
    log.info("The audit log is whole; its last digest is %s.", last_digest())
