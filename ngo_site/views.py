"""Pages that look at all apps at once: home, search."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, Photo
from campaigns.models import Campaign, Petition, Poster
from ngo_site.lib.http import public_page
from organisation.models import Page, Report

from .searching import search as find


@require_safe
@public_page(2)
def home(request):
    """The current campaign with its count leads; then what we wrote last, what to hang, and who we are."""
    petition = Petition.objects.open().with_count().select_related("campaign__picture").first()
    context = {
        "petition": petition,
        "articles": Article.objects.published().for_lists()[:6],
        "campaigns": _other_campaigns(petition),
        "posters": Poster.objects.published()[:4],
        "photos": Photo.objects.published()[:3],
        "report": Report.objects.published().first(),
        "about": Page.objects.published().filter(slug="about").first(),
    }
    return render(request, "home.html", context)


def _other_campaigns(leading, most=2):
    """Return the campaigns beside the leading petition's, each with its newest open petition or None."""
    campaigns = Campaign.objects.published().select_related("picture")
    if leading:
        campaigns = campaigns.exclude(pk=leading.campaign_id)
    campaigns = list(campaigns[:most])
    petitions = Petition.objects.open().with_count().filter(campaign__in=campaigns)
    newest = {petition.campaign_id: petition for petition in petitions.reverse()}
    return [(campaign, newest.get(campaign.pk)) for campaign in campaigns]


@require_safe
@public_page(30)
def search(request):
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    return render(request, "search.html", {"words": words, "found": find(words) if words else []})
