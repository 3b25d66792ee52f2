"""Pages that look at all apps at once: home, search."""

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Photo
from articles.views.lists import newest
from campaigns.models import Campaign, Petition, Poster
from campaigns.petitions.models.petition import COUNTS, WITH_COUNT
from core import identity
from core.accounts.viewer import viewer
from core.http.decorators import public_page
from core.http.paging import page_or_404
from core.prepared import Prepared
from core.redirects import old_addresses
from core.row_objects import RowObjects
from organisation.models import Page, Report

from . import search
from .identity.home_page import section_templates
from .search import SearchQuery

# What an address may ask, and how long that may be.
ASKED = {"q": 200, "type": 30, "tag": 80, "year": 4, "language": 7, "drafts": 1}


@require_safe
@public_page(2, knows=old_addresses.PARAMETERS)
def home(request):
    """A petition with its count leads, the chosen or the newest; then the sections that the organisation shows."""
    chosen = identity.current().leading_petition
    petition = next(iter(_leading.ask(language=request.LANGUAGE_CODE, chosen=chosen)), None)
    context = {
        "petition": petition,
        "articles": newest(0, 6).ask(),
        "campaigns": _other_campaigns(petition, request.LANGUAGE_CODE),
        "posters": _posters.ask(),
        "photos": _photos.ask(),
        "report": next(iter(_report.ask()), None),
        "about": next(iter(_about.ask(language=request.LANGUAGE_CODE)), None),
    }
    shown = [petition, *(other for _campaign, other in context["campaigns"])]
    goals = [one.next_goal for one in shown if one]  # a translation's is its original's
    context |= {"everything": list(context.values()), "goals": goals, "sections": section_templates()}
    return render(request, "home.html", context)


_leading = Prepared(
    lambda language, chosen: Petition.objects.open().one_each(language).for_page().chosen_first(chosen)[:1],
    WITH_COUNT,
    language=str,
    chosen=int,
)
_posters = Prepared(lambda: Poster.objects.published()[:4], RowObjects())
_photos = Prepared(lambda: Photo.objects.published()[:3], RowObjects())
_report = Prepared(lambda: Report.objects.published()[:1], RowObjects())
_about = Prepared(lambda language: Page.objects.published().at("about", language)[:1], RowObjects(), language=str)
_campaigns = Prepared(
    lambda leading: Campaign.objects.published().exclude(pk=leading)[:2], RowObjects(["picture"]), leading=int
)
_petitions = Prepared(
    lambda language, one, other: Petition.objects.open().one_each(language).with_count()
    .filter(campaign__in=[one, other]).newest_of_campaigns(),
    RowObjects(annotated=COUNTS),
    language=str,
    one=int,
    other=int,
)  # fmt: skip


def _other_campaigns(leading, language):
    """Return the campaigns beside the leading petition's, each with its newest open petition or None."""
    campaigns = _campaigns.ask(leading=(leading and leading.campaign_id) or 0)  # 0: there is none
    if not campaigns:
        return []
    petitions = _petitions.ask(language=language, one=campaigns[0].pk, other=campaigns[-1].pk)
    newest_of = {petition.campaign_id: petition for petition in petitions}
    return [(campaign, newest_of.get(campaign.pk)) for campaign in campaigns]


@require_safe
@public_page(30, knows=[*ASKED, "page"])
def search_page(request):
    """Answer a search: the same to everybody, unless an editor asks for drafts, too."""
    user = viewer(request)
    question = _question(request.GET, may_ask_for_drafts=user.is_staff)
    context = {"words": question.words, "may_ask_for_drafts": user.is_staff}
    if question.words:
        user = user if question.drafts else AnonymousUser()
        answer = search.search(question, user)
        page = page_or_404(request, answer.places, search.PAGE)
        context |= {"answer": answer, "page": page, "found": answer.page(page.number, user)}
        context |= {"query": search.query_of(question)}
        context |= {"meant": search.query_of(replace(question, words=answer.meant))}
        context |= {"other": search.query_of(replace(question, drafts="" if question.drafts else "1"))}
    return render(request, "search.html", context)


def _question(asked, may_ask_for_drafts: bool) -> SearchQuery:
    """Return what the address asks, cut to what makes sense; a filter nobody offered finds nothing."""
    text, *filters, drafts = (asked.get(name, "").replace("\0", "").strip()[:most] for name, most in ASKED.items())
    return SearchQuery(text, *filters, drafts if may_ask_for_drafts else "")
