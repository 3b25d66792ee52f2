"""Campaigns: the list, and one with all that belongs to it."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.views.answerable import show
from core.accounts.viewer import viewer
from core.http.decorators import public_page

from .models import Campaign, Petition, Poster, Video
from .sharing import share_codes


@require_safe
@public_page()
def campaign_list(request):
    campaigns = Campaign.objects.published().select_related("picture")
    of_each = Petition.objects.one_each(request.LANGUAGE_CODE)
    petitions = {p.campaign_id: p for p in of_each.open().with_count().newest_of_campaigns()}
    return render(
        request,
        "campaigns/campaign_list.html",
        {"campaigns": [(campaign, petitions.get(campaign.pk)) for campaign in campaigns]},
    )


@require_safe
@public_page(5, knows=["via"])
def campaign(request, slug):
    campaigns = Campaign.objects.visible_to(viewer(request)).select_related("picture")
    return show_campaign(request, get_object_or_404(campaigns, slug=slug))


def show_campaign(request, campaign):
    """Return the campaign's page; who came by the link of somebody who adopted it goes on with its code."""
    code = share_codes.code_for(campaign, share_codes.via(request)) if campaign.pk else None
    return show(
        request,
        "campaigns/campaign.html",
        campaign,
        {
            "campaign": campaign,
            "code": code,
            "via": f"?via={code.code}" if code else "",
            "petitions": _petitions(request.LANGUAGE_CODE).filter(campaign=campaign),
            "posters": Poster.objects.published().filter(campaign=campaign),
            "videos": Video.objects.published().filter(campaign=campaign),
        },
    )


def _petitions(language):
    return Petition.objects.published().one_each(language).with_count().select_related("campaign", "translation_of")
