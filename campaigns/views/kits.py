"""The embed kit of a petition or a campaign, adopting one, and the short links that lead to them."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ngo_site.lib.http import private_page, public_page
from ngo_site.lib.public_forms import public_form
from ngo_site.lib.readership import is_reader

from .. import adopting, kit, spreading
from ..models import Campaign, Channel, Petition, Poster, ShareCode, Video


@require_safe
@public_page()
def petition_kit(request, slug):
    petition = _petition(slug)
    code = spreading.code_for(petition, spreading.via(request))
    code = code if code and code.channel == Channel.ADOPTED else None
    return _kit(request, petition, petition.campaign, [(petition, kit.pieces(petition, code))], code)


@require_safe
@public_page()
def campaign_kit(request, slug):
    campaign = get_object_or_404(Campaign.objects.published(), slug=slug)
    petitions = Petition.objects.open().filter(campaign=campaign).with_count().select_related("campaign", "original")
    return _kit(request, campaign, campaign, [(petition, kit.pieces(petition, None)) for petition in petitions])


def _kit(request, thing, campaign, kits, code=None):
    campaign = campaign if campaign and campaign.is_published else None
    context = {
        "thing": thing,
        "kits": kits,
        "code": code,
        "campaign": campaign,
        "posters": Poster.objects.published().filter(campaign=campaign) if campaign else [],
        "videos": Video.objects.published().filter(campaign=campaign) if campaign else [],
    }
    return render(request, "campaigns/kit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page()
def adopt(request, slug):
    petition = _petition(slug)
    form = adopting.AdoptForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        if form.is_from_a_machine:
            return redirect("campaigns:petition-kit", slug=petition.slug)
        try:
            given = {name: form.cleaned_data[name] for name in ("name", "email", "language")}
            return redirect("campaigns:adopted", token=adopting.adopt(petition, **given))
        except ValueError:
            form.add_error(None, _("Very many people are adopting this right now. Please come back in an hour."))
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/adopt.html", {"petition": petition, "form": form}, status=status)


@require_safe
@private_page
def adopted(request, token):
    """The private page of a kit: its links, and what came through it."""
    code = adopting.from_token(token)
    if code is None or not code.petition.is_published:
        raise Http404
    return render(
        request,
        "campaigns/adopted.html",
        {
            "petition": code.petition,
            "code": code,
            "kit_path": reverse("campaigns:petition-kit", args=[code.petition.slug]) + f"?via={code.code}",
            "came": adopting.came_through(code),
            "pieces": kit.pieces(_petition(code.petition.slug), code),
        },
    )


@require_safe
def short_link(request, code):
    """Lead to the petition with the code in its address; counted in aggregate, and no cookie anywhere.

    A petition that is withdrawn still gets its readers: its own page tells them what became of it.
    """
    found = get_object_or_404(ShareCode.objects.select_related("petition"), code=code)
    if request.method == "GET" and is_reader(request.headers.get("User-Agent", "")):
        spreading.count_visit(found)
    answer = HttpResponseRedirect(f"{found.petition.get_absolute_url()}?via={found.code}", status=303)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _petition(slug):
    petitions = Petition.objects.published().with_count().select_related("campaign", "original")
    return get_object_or_404(petitions, slug=slug)
