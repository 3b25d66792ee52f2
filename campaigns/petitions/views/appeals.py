"""The letters that people send to those who decide, from their own mailbox or by post; nothing passes through here."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns.models import Appeal, Petition
from core.accounts.viewer import viewer
from core.http.decorators import public_page


@require_safe
@public_page()
def petition_write(request, slug):
    petitions = Petition.objects.visible_to(viewer(request)).select_related("campaign", "translation_of")
    petition = get_object_or_404(petitions, slug=slug)
    appeals = list(Appeal.objects.of(petition))
    if not appeals:
        raise Http404
    return render(request, "campaigns/petition_write.html", {"petition": petition, "appeals": appeals})
