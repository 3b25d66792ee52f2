"""Forgetting what the privacy page promises to forget about those who sign."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.jobs.tasks import Later, Priority, job

from ..models import Attempt, DomainTag, Petition, Signature


def forget_unconfirmed_signatures() -> int:
    """Delete what nobody confirmed in time, with its letters; return how many signatures."""
    Attempt.objects.late().delete()
    Attempt.objects.with_late_letters().update(letters=b"")
    return Signature.objects.forget_expired()


def forget_withdrawn_signatures() -> int:
    """Delete what was taken back, once the tally has let go of it; return how many."""
    forgotten, _each = Signature.objects.filter(status=Signature.Status.WITHDRAWN, counted=False).delete()
    return forgotten


@transaction.atomic
def destroy_salts() -> int:
    """Make the fingerprints of petitions closed for good mean nothing to anybody; return how many petitions."""
    closed = Petition.objects.filter(
        closed_at__lt=timezone.now() - timedelta(days=settings.FINGERPRINTS_KEPT_FOR)
    ).exclude(salt=None)
    DomainTag.objects.filter(signature__petition__in=closed).delete()
    number = closed.update(salt=None)
    if number:
        with connection.cursor() as cursor:
            cursor.execute("SELECT txid_current()")
            write_petitions_anew.enqueue(cursor.fetchone()[0])
    return number


@job(Priority.UPKEEP, retries=10, title=_("Wipe what deleted signatures left on the disk"))
def write_petitions_anew(changed_by: int) -> None:
    """Rewrite the table: Postgres leaves the bytes of changed rows in their pages, the destroyed salts among them.

    ``changed_by`` is the number of the transaction that destroyed them.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT txid_snapshot_xmin(txid_current_snapshot()) > %s", [changed_by])
        if not cursor.fetchone()[0]:
            raise Later(600)  # a transaction is under way that may still see the old rows
        # Whoever reads a petition waits behind us while we wait for somebody: better to come again later.
        cursor.execute("SET lock_timeout = '2s'")
        try:
            cursor.execute("VACUUM (FULL) campaigns_petition")
        finally:
            cursor.execute("RESET lock_timeout")
