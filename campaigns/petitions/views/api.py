"""Everything public about petitions for other people's programs: JSON, from any page, described by OpenAPI."""

import json
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.db.models import Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from campaigns.models import Petition
from core.http.decorators import public_page
from core.http.paging import page_or_404

from .. import figures, timeline
from .petitions import COUNT_MAX_AGE

ON_A_PAGE = 100
_DESCRIPTION = Path(__file__).resolve().parent.parent / "openapi.json"


def open_to_all(view):
    """Let scripts on any page read the answer."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return wrapped


@require_safe
@open_to_all
@public_page(60)
def openapi(request):
    return JsonResponse({**_description(), "servers": [{"url": settings.SITE_URL}]})


@require_safe
@open_to_all
@public_page(COUNT_MAX_AGE, knows=["page", "order"])
def petition_list_json(request):
    """All public petitions, a hundred a page; translations are named by their originals."""
    order = ["-lately"] if request.GET.get("order") == "lately" else []
    originals = (
        Petition.objects.published().filter(translation_of=None).with_count().with_lately().select_related("campaign")
    )
    translations = Petition.objects.published().order_by("language")
    originals = originals.prefetch_related(Prefetch("translations", translations, to_attr="public_translations"))
    page = page_or_404(request, originals.order_by(*order, "-published_at", "-pk"), ON_A_PAGE)
    kept = "&order=lately" if order else ""
    following = f"{settings.SITE_URL}{request.path}?page={page.next_page_number()}{kept}" if page.has_next() else None
    return JsonResponse({"petitions": [_summary(petition) for petition in page], "next": following})


@require_safe
@open_to_all
@public_page(COUNT_MAX_AGE)
def petition_json(request, slug):
    """One petition with its words, its count by country and its story."""
    petitions = Petition.objects.published().with_count().with_lately().select_related("campaign", "translation_of")
    petition = get_object_or_404(petitions, slug=slug)
    family = Petition.objects.published().filter(translation_of=petition.root).order_by("language")
    petition.public_translations = list(family)
    named, elsewhere, _number = figures.by_country(petition)
    words = {"demand": petition.demand, "text": strip_tags(petition.body).strip()}
    countries = [{"country": place.code, "count": place.number} for place in named]
    numbers = {"countries": countries, "elsewhere": elsewhere}
    return JsonResponse({**_summary(petition), **words, **numbers, "timeline": _story(petition)})


def _summary(petition) -> dict:
    campaign = petition.campaign if petition.campaign and petition.campaign.is_published else None
    others = [one for one in petition.public_translations if one.pk != petition.pk]
    if petition.translation_of and petition.translation_of.is_published:
        others.insert(0, petition.translation_of)
    return {
        "slug": petition.slug,
        "url": settings.SITE_URL + petition.get_absolute_url(),
        "title": petition.title,
        "summary": petition.summary,
        "addressee": petition.addressee,
        "language": petition.language,
        "phase": petition.phase,
        "open": petition.is_open,
        "count": petition.signed,
        "paper": petition.on_paper,
        "lately": petition.lately,
        "goal": petition.goal,
        "published": petition.published_at.isoformat(),
        "campaign": campaign and {"title": campaign.title, "url": settings.SITE_URL + campaign.get_absolute_url()},
        "translations": [
            {"language": one.language, "url": settings.SITE_URL + one.get_absolute_url()} for one in others
        ],
    }


def _story(petition) -> list[dict]:
    return [
        {
            "at": event.at.isoformat(),
            "label": str(event.label),
            "title": event.words.title if event.words else "",
            "text": strip_tags(event.words.body).strip() if event.words else "",
            "answered_by": event.update.answered_by if event.update else "",
            "correction": event.correction
            and {name: getattr(event.correction, name) for name in ("was", "is_now", "reason")},
        }
        for event in timeline.of(petition, list(petition.corrections.all()))
    ]


@cache
def _description() -> dict:
    return json.loads(_DESCRIPTION.read_text())
