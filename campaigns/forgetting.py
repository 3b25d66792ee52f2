"""Forgetting what the privacy page promises to forget about those who sign."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ngo_site.lib.jobs import every

from .models import Attempt, DomainTag, Petition, Signature


@every(seconds=3600)
def forget_unconfirmed_signatures() -> int:
    Attempt.objects.late().delete()
    return Signature.objects.forget_expired()


@every(seconds=3600)
def forget_withdrawn_signatures() -> int:
    """Delete what was taken back, once the tally has let go of it; return how many."""
    forgotten, _each = Signature.objects.filter(status="withdrawn", counted=False).delete()
    return forgotten


@every(seconds=3600)
def destroy_salts() -> int:
    """Make the fingerprints of petitions closed for good mean nothing to anybody; return how many petitions."""
    closed = Petition.objects.filter(
        closed_at__lt=timezone.now() - timedelta(days=settings.FINGERPRINTS_KEPT_FOR)
    ).exclude(salt=None)
    DomainTag.objects.filter(signature__petition__in=closed).delete()
    return closed.update(salt=None)
