"""Petitions: the list, the page with its form, the count for machines, the card for other people's pages."""

from csp.decorators import csp_replace
from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.views.answerable import show
from ngo_site.lib.http import public_page
from ngo_site.lib.paging import page_or_404
from ngo_site.lib.public_forms import public_form
from ngo_site.lib.publishing import viewer

from .. import figures, passing_on, spreading, timeline, traces
from ..forms import SignForm
from ..models import Petition, Signature
from ..signing import sign

# Seconds; the tally itself is up to two seconds old, so the public number is never older than five.
COUNT_MAX_AGE = 2
MAP_MAX_AGE = 60
ON_A_PAGE = 20


@require_safe
@public_page(COUNT_MAX_AGE)
def petition_list(request):
    """Those that take signatures; what is over has a page of its own, to which a line leads."""
    petitions = Petition.objects.published().filter(original=None).with_count().select_related("campaign")
    over = Petition.objects.over().filter(original=None)
    context = {"petitions": petitions.exclude(pk__in=over.values("pk")), "over": over.count()}
    return render(request, "campaigns/petition_list.html", context)


@require_safe
@public_page()
def petition_archive(request):
    """What is over, newest first, with how it ended."""
    over = Petition.objects.over().filter(original=None).with_count().select_related("campaign")
    page = page_or_404(request, over.order_by("-closed_at", "-published_at"), ON_A_PAGE)
    return render(request, "campaigns/petition_archive.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page(COUNT_MAX_AGE)
def petition(request, slug):
    petition = _petition(request, slug)
    form, is_taken = take_signature(request, petition)
    if is_taken:
        return redirect("campaigns:petition-sent", slug=petition.slug)
    return show_petition(request, petition, form)


def take_signature(request, petition) -> tuple[SignForm, bool]:
    """Return the form as it is to be shown, and whether it was sent well: then it is signed, or came from a machine."""
    form = SignForm(request.POST or None, initial=_initial(request))
    if not (request.method == "POST" and petition.is_open and form.is_valid()):
        return form, False
    if not form.is_from_a_machine:
        fields = ("name", "email", "country", "postcode", "public", "updates", "language")
        sign(petition, **{name: form.cleaned_data[name] for name in fields})
        traces.note(request, form, petition)
        spreading.count_signature(form.cleaned_data["via"], petition)
    return form, True


def _initial(request) -> dict:
    return {"language": request.LANGUAGE_CODE, "via": spreading.via(request)}


def show_petition(request, petition, form=None):
    """Return the petition's page with its form (needs ``with_count``)."""
    form = form or SignForm(initial=_initial(request))
    status = 422 if request.method == "POST" else 200
    named = Signature.objects.confirmed().filter(petition=petition.root).exclude(display_name="")
    names = named.only("display_name", "country").order_by("-confirmed_at")[:12]
    context = {
        "petition": petition,
        "form": form,
        "names": names,
        "figures": figures.figures(petition) if petition.signed else None,
        "story": timeline.of(petition),
        "languages": _languages(petition),
    }
    return show(request, "campaigns/petition.html", petition, context, status)


@require_safe
@public_page(COUNT_MAX_AGE)
def petition_count(request, slug):
    petition = _petition(request, slug)
    counts = {"count": petition.signed, "paper": petition.on_paper}
    response = JsonResponse({**counts, "goal": petition.goal, "open": petition.is_open})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@public_page(MAP_MAX_AGE)
def petition_map(request, slug, look=""):
    svg = figures.world_map(_petition(request, slug), is_dark=look == "-dark")
    return HttpResponse(svg, content_type="image/svg+xml")


@require_safe
@public_page()
def petition_sent(request, slug):
    return render(request, "campaigns/petition_sent.html", {"petition": _petition(request, slug)})


@require_safe
@public_page(COUNT_MAX_AGE)
def petition_thanks(request, slug):
    return render(request, "campaigns/petition_thanks.html", {"petition": _petition(request, slug)})


def _languages(petition) -> list[Petition]:
    """Return the petition in each language it is public in, the original first; nothing when there is only one."""
    family = Petition.objects.published().filter(Q(pk=petition.root.pk) | Q(original=petition.root.pk))
    found = list(family.only("slug", "title", "language", "original").order_by("original_id", "language"))
    found.sort(key=lambda one: one.original_id is not None)
    return found if len(found) > 1 else []


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page(COUNT_MAX_AGE)
def petition_card(request, slug):
    """A small page without script that other sites show in a frame."""
    petitions = Petition.objects.published().with_count().select_related("campaign", "original")
    return show_card(request, get_object_or_404(petitions, slug=slug))


def show_card(request, petition, context=None, template="campaigns/petition_card.html", status=200):
    """Return a small page for a frame; its links carry the code that was in its address."""
    code = spreading.code_for(petition, spreading.via(request))
    link = passing_on.short(code) if code else settings.SITE_URL + petition.get_absolute_url()
    return render(request, template, {"petition": petition, "link": link, **(context or {})}, status=status)


def _petition(request, slug):
    petitions = (
        Petition.objects.visible_to(viewer(request)).with_count().select_related("campaign__picture", "original")
    )
    return get_object_or_404(petitions, slug=slug)
