"""The embed kit of a petition or a campaign, adopting one, and the short links that lead to them."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign, Channel, Petition, Poster, ShareCode, Video
from core.http.decorators import private_page, public_page
from core.http.public_forms import public_form
from core.mail import limits
from core.readership import is_reader

from .. import kit, kit_adoption, share_codes


@require_safe
@public_page(knows=["via"])
def petition_kit(request, slug):
    petition = _petition(slug)
    code = _adopted_code(request, petition)
    return _kit(request, petition, petition.campaign, [(petition, kit.pieces(petition, code))], code)


@require_safe
@public_page(knows=["via"])
def campaign_kit(request, slug):
    campaign = get_object_or_404(Campaign.objects.published(), slug=slug)
    code = _adopted_code(request, campaign)
    petitions = Petition.objects.open().one_each(request.LANGUAGE_CODE).filter(campaign=campaign)
    petitions = petitions.with_count().select_related("campaign", "translation_of")
    return _kit(request, campaign, campaign, [(petition, kit.pieces(petition, code)) for petition in petitions], code)


def _adopted_code(request, obj) -> ShareCode | None:
    code = share_codes.code_for(obj, share_codes.via(request))
    return code if code and code.channel == Channel.ADOPTED else None


def _kit(request, obj, campaign, kits, code=None):
    campaign = campaign if campaign and campaign.is_published else None
    context = {
        "obj": obj,
        "adopts_campaign": isinstance(obj, Campaign),
        "adopt_path": reverse(f"campaigns:{obj._meta.model_name}-adopt", args=[obj.slug]),
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
def adopt(request, model, slug):
    obj = get_object_or_404(model.objects.published(), slug=slug)
    form = kit_adoption.AdoptForm(request.POST or None, initial={"language": request.LANGUAGE_CODE}, obj=obj)
    if request.method == "POST" and form.is_valid():
        if form.is_from_a_machine:
            return redirect(f"campaigns:{model._meta.model_name}-kit", slug=obj.slug)
        try:
            given = {name: form.cleaned_data[name] for name in ("name", "email", "language")}
            given["consent"] = form.record(request.path) if given["email"] else ""
            due_at = limits.due_at(given["email"], request, form) if given["email"] else None
            return redirect("campaigns:adopted", token=kit_adoption.adopt(obj, **given, due_at=due_at))
        except ValueError:
            form.add_error(None, _("Very many people are adopting this right now. Please come back in an hour."))
    status = 422 if request.method == "POST" else 200
    return render(request, "campaigns/adopt.html", {"obj": obj, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def adopted(request, token):
    """The private page of a kit: its links, and what came through it; the button takes its name off everywhere."""
    code = kit_adoption.from_token(token)
    if code is None or (not code.leads_to.is_published and request.method != "POST"):
        raise Http404
    if request.method == "POST":
        kit_adoption.erase_name(code)
        return redirect("campaigns:adopted", token)
    context = {"obj": code.leads_to, "code": code, "kit_path": kit_adoption.kit_path(code)}
    return render(request, "campaigns/adopted.html", {**context, "came": kit_adoption.came_through(code)})


@require_safe
def short_link(request, code, slug=""):
    """Lead to the petition or campaign with the code in its address; counted in aggregate, and no cookie anywhere.

    What is withdrawn still gets its readers: its own page tells them what became of it.
    """
    codes = ShareCode.objects.select_related("petition", "campaign")
    found = get_object_or_404(codes, code=share_codes.ViaField().clean(code))
    obj = _petition_of(found, slug) if slug else found.leads_to
    if request.method == "GET" and is_reader(request.headers.get("User-Agent", "")):
        share_codes.count_visit(found)
    answer = HttpResponseRedirect(f"{obj.get_absolute_url()}?via={found.code}", status=303)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _petition_of(code, slug):
    """Return a petition of the campaign that was adopted; of what is not public yet nothing is told."""
    shown = Petition.objects.filter(published_at__lte=timezone.now())
    return get_object_or_404(shown, slug=slug, campaign=code.campaign_id or 0)


def _petition(slug):
    petitions = Petition.objects.published().with_count().select_related("campaign", "translation_of")
    return get_object_or_404(petitions, slug=slug)
