"""The number on the page of thanks holds the signature of whoever sees it, a moment before the tally does."""

import copy

from django.db import connection

from core.recent import Recent
from core.statements import Statement

from ..models import Petition, Signature

_petitions: Recent[Petition] = Recent(seconds=2)
# In one statement: between two of them the tally might take in what the first did not see. Who is held back is told the
# same as everybody.
_number = Statement.named("""
SELECT (SELECT coalesce(sum(count), 0) FROM campaigns_tally WHERE petition_id = %(petition)s)
    + (SELECT count(*) FROM campaigns_signature
        WHERE petition_id = %(petition)s AND status = 'confirmed' AND NOT counted)
    + (SELECT count(*) FROM campaigns_signature WHERE id = %(signature)s AND status = 'held' AND NOT counted)
""")


def as_signer_sees(petition: Petition, signature: Signature) -> Petition:
    """Return the petition with ``signed`` as it is with this signature, and all others that wait for the tally."""
    for_page = Petition.objects.for_page().select_related("campaign__picture", "translation_of")
    shown = copy.copy(_petitions.get(petition.pk, lambda: for_page.get(pk=petition.pk)))
    [(number,)] = _number.rows(connection, {"petition": petition.root.pk, "signature": signature.pk})
    shown.signed = int(number)
    return shown
