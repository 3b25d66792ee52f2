"""Petitions that ask for nearly the same: shown to the editor, who may rather carry on with the one there is."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q
from django.db.models.functions import Greatest

from ..models import Petition

ALIKE = 0.3  # of 1; the share of trigrams that two titles, or two demands, have in common
MOST = 5


def similar_to(petition: Petition):
    """Return the petitions, public or not, whose title or demand is nearest to this one's; never its translations."""
    root = petition.translation_of_id or petition.pk
    likeness = Greatest(TrigramSimilarity("title", petition.title), TrigramSimilarity("demand", petition.demand))
    others = Petition.objects.exclude(Q(pk=root) | Q(translation_of=root)) if root else Petition.objects.all()
    near = others.annotate(likeness=likeness).filter(likeness__gte=ALIKE)
    return near.select_related("translation_of").order_by(F("likeness").desc(), "-pk")[:MOST]
