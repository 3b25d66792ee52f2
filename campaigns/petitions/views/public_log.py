"""The public log of a petition's count."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns.models import Petition
from core.accounts.viewer import viewer
from core.http.decorators import public_page
from core.http.paging import page_or_404

ON_A_PAGE = 100


@require_safe
@public_page(knows=["page"])
def petition_log(request, slug):
    """When, what, how many and why; the same log in every language of the petition."""
    petitions = Petition.objects.visible_to(viewer(request)).with_count().select_related("translation_of")
    petition = get_object_or_404(petitions, slug=slug)
    page = page_or_404(request, petition.root.count_changes.all(), ON_A_PAGE)
    return render(request, "campaigns/petition_log.html", {"petition": petition, "page": page})
