"""The number on the page of thanks holds the signature of whoever sees it, a moment before the tally does."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from ..models import Petition, Signature


def as_signer_sees(petition: Petition, signature: Signature) -> Petition:
    """Return the petition with ``signed`` as it is with this signature, and all others that wait for the tally."""
    waiting = Signature.objects.filter(petition=OuterRef("root_id"), status=Signature.Status.CONFIRMED, counted=False)
    number = waiting.order_by().values("petition").annotate(number=Count("pk")).values("number")
    # In one statement: between two of them the tally might take in what the first did not see.
    found = (
        Petition.objects.for_page()
        .select_related("campaign__picture", "translation_of")
        .annotate(root_id=Coalesce("translation_of_id", "pk"))
        .annotate(waiting=Coalesce(Subquery(number), 0))
        .get(pk=petition.pk)
    )
    # Who is held back is told the same as everybody.
    held = Signature.objects.filter(pk=signature.pk, status=Signature.Status.HELD, counted=False)
    found.signed += found.waiting + held.count()
    return found
