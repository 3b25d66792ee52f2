"""The public log: whoever changes a count, unless by signing or taking back, tells it here in the same transaction."""

from django.db import transaction

from core.cache import generations

from .models.petition import Petition
from .models.public_log import CountChange

Kind = CountChange.Kind


@transaction.atomic
def log_change(petition: Petition, kind: str, number: int, reason: str) -> CountChange:
    """Write one line into the log of the petition's original; the caller's transaction changes the count itself.

    ``number`` is signed: -12 when twelve signatures went. ``reason`` is read by everybody: a rule or an occasion,
    never a name, an address or anything else that tells who signed. Raises ValueError for 0, for no reason, and for
    an unknown kind.
    """
    reason = " ".join(reason.split())[:500]
    if not number or not reason:
        raise ValueError("A change of the count needs a number other than 0, and a reason.")
    change = CountChange.objects.create(petition=petition.root, kind=Kind(kind), number=number, reason=reason)
    generations.forget_pages()
    return change
