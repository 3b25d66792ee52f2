"""Pages that look at all apps at once: home, search."""

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, Photo
from campaigns.models import Campaign, Petition, Poster
from ngo_site.lib.http import public_page
from ngo_site.lib.paging import page_or_404
from ngo_site.lib.publishing import viewer
from organisation.models import Page, Report

from . import searching
from .searching import Question


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
    """Answer a search: the same to everybody, unless an editor asks for drafts, too."""
    user = viewer(request)
    question = _question(request.GET, may_ask_for_drafts=user.is_staff)
    context = {"words": question.words, "may_ask_for_drafts": user.is_staff}
    if question.words:
        user = user if question.drafts else AnonymousUser()
        answer = searching.search(question, user)
        page = page_or_404(request, answer.places, searching.PAGE)
        context |= {"answer": answer, "page": page, "found": answer.page(page.number, user)}
        context |= {"query": searching.query_of(question)}
        context |= {"meant": searching.query_of(replace(question, words=answer.meant))}
        context |= {"other": searching.query_of(replace(question, drafts="" if question.drafts else "1"))}
    return render(request, "search.html", context)


def _question(asked, may_ask_for_drafts: bool) -> Question:
    """Return what the address asks, cut to what makes sense; a filter nobody offered finds nothing."""
    names = {"q": 200, "type": 30, "tag": 80, "year": 4, "language": 7, "drafts": 1}
    words, *filters, drafts = (asked.get(name, "").replace("\0", "").strip()[:most] for name, most in names.items())
    return Question(words, *filters, drafts if may_ask_for_drafts else "")
