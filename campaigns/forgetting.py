"""Forgetting signatures that were never confirmed or were taken back, as the privacy page promises."""

from ngo_site.lib.jobs import every

from .models import Signature


@every(seconds=3600)
def forget_unconfirmed_signatures() -> int:
    return Signature.objects.forget_expired()


@every(seconds=3600)
def forget_withdrawn_signatures() -> int:
    """Delete what was taken back, once the tally has let go of it; return how many."""
    forgotten, _each = Signature.objects.filter(status="withdrawn", counted=False).delete()
    return forgotten
