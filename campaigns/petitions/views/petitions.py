"""Petitions: the list, the page with its form, the count for machines, the card for other people's pages."""

from csp.decorators import csp_replace
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.views.answerable import show
from ngo_site.lib.confirming import new_token
from ngo_site.lib.http import public_page
from ngo_site.lib.paging import page_or_404
from ngo_site.lib.prepared import Prepared, PublicThing
from ngo_site.lib.public_forms import public_form
from ngo_site.lib.publishing import viewer

from .. import figures, passing_on, spreading, timeline, traces
from ..confirming import confirm, token_for_code
from ..forms import CodeForm, SignForm
from ..models import Appeal, Attempt, Petition, Signature
from ..models.attempt import Way
from ..signing import sign

# Seconds; the tally itself is up to two seconds old, so the public number is never older than five.
COUNT_MAX_AGE = 2
MAP_MAX_AGE = 60
ON_A_PAGE = 20
SUGGESTED_FROM = 50  # of so many of the newest the thanks page names the one most signed of late


@require_safe
@public_page(COUNT_MAX_AGE)
def petition_list(request):
    """Those that take signatures, most signed of late first; what is over has its own page, to which a line leads."""
    petitions = Petition.objects.published().filter(original=None).with_count().with_lately().select_related("campaign")
    over = Petition.objects.over().filter(original=None)
    petitions = petitions.exclude(pk__in=over.values("pk")).order_by("-lately", "-published_at", "-pk")
    context = {"page": page_or_404(request, petitions, ON_A_PAGE), "over": over.count()}
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
    form, page = take_signature(request, petition)
    if page:
        # Answered at once instead of with a redirect: over a slow line each request is seconds, and sending the form
        # once more changes nothing.
        return show_sent(request, petition, page)
    return show_petition(request, petition, form)


def take_signature(request, petition) -> tuple[SignForm, str]:
    """Return the form as it is to be shown, and the secret of the page to show next when it was sent well.

    Then it is signed, or came from a machine and is forgotten.
    """
    language = request.LANGUAGE_CODE
    form = SignForm(request.POST if request.method == "POST" else None, initial=_initial(request), language=language)
    if not (request.method == "POST" and petition.is_open and form.is_valid()):
        return form, ""
    if form.is_from_a_machine:
        return form, new_token()
    data = form.cleaned_data
    fields = ("name", "email", "country", "postcode", "comment", "public", "style", "updates", "newsletter")
    words = {name: data[name] for name in (*fields, "language", "seen", "via")}
    with transaction.atomic():  # one commit: a second one, which only some need, could be told by its time
        page = sign(petition, **words, place=data["city"])
        traces.note(request, form, petition)
    spreading.count_signature(data["via"], petition.root.pk)
    return form, page


def show_sent(request, petition, page, form=None, status=200):
    """Return the page that says where to look, with a field for the code in the mail."""
    form = form or CodeForm(initial={"page": page})
    context = {"petition": petition, "form": form}
    return render(request, "campaigns/petition_sent.html", context, status=status)


def _initial(request) -> dict:
    return {"language": request.LANGUAGE_CODE, "via": spreading.via(request)}


def show_petition(request, petition, form=None):
    """Return the petition's page with its form (needs ``with_count``)."""
    form = form or SignForm(initial=_initial(request), language=request.LANGUAGE_CODE)
    status = 422 if request.method == "POST" else 200
    context = {
        "petition": petition,
        "form": form,
        "names": _names.ask(petition=petition.root.pk),
        "figures": figures.figures(petition) if petition.signed else None,
        "story": timeline.of(petition),
        "languages": _languages(petition),
        "is_written_to": bool(_appeals.ask(petition=petition.pk, original=petition.original_id)),
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


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page()
def petition_sent(request, slug):
    """Says where to look; takes the code from the mail, which works on the page shown when the mail was sent."""
    petition = _petition(request, slug)
    if request.method != "POST":
        return render(request, "campaigns/petition_sent.html", {"petition": petition})
    form, is_confirmed = take_code(request)
    return show_thanks(request, petition) if is_confirmed else show_sent(request, petition, "", form, status=422)


def take_code(request) -> tuple[CodeForm, bool]:
    """Return the form as it is to be shown again, and whether its code confirmed a signature."""
    form = CodeForm(request.POST)
    return form, form.is_valid() and not form.is_from_a_machine and _confirm_with_code(form)


@require_safe
@public_page(COUNT_MAX_AGE)
def petition_thanks(request, slug):
    return show_thanks(request, _petition(request, slug))


def show_thanks(request, petition):
    """Return the page after the button, with what helps next; it is the same for everybody."""
    newest = Petition.objects.open().filter(original=None).exclude(pk=petition.root.pk)[:SUGGESTED_FROM]
    others = Petition.objects.filter(pk__in=newest.values("pk")).with_lately()
    context = {
        "petition": petition,
        "is_written_to": Appeal.objects.of(petition).exists(),
        "another": others.order_by("-lately", "-published_at", "-pk").first(),
    }
    return render(request, "campaigns/petition_thanks.html", context)


def _confirm_with_code(form) -> bool:
    """Confirm what the code stands for; otherwise say in the form what is wrong."""
    try:
        token = token_for_code(form.cleaned_data["page"], form.cleaned_data["code"])
    except PermissionError:
        form.add_error("code", _("Too many codes were tried here. Open the link in the mail instead."))
        return False
    attempt = token and Attempt.objects.from_token(token)
    if not attempt:
        form.add_error("code", _("This code does not fit. It works once, and only with the newest mail."))
        return False
    return confirm(attempt, token, Way.CODE)


def _languages(petition) -> list[Petition]:
    """Return the petition in each language it is public in, the original first; nothing when there is only one."""
    found = sorted(_family.ask(root=petition.root.pk), key=lambda one: one.original_id is not None)
    return found if len(found) > 1 else []


_family = Prepared(
    lambda root: Petition.objects.published().filter(Q(pk=root) | Q(original=root))
    .only("slug", "title", "language", "original").order_by("original_id", "language"),
    root=int,
)  # fmt: skip
_names = Prepared(
    lambda petition: Signature.objects.confirmed().filter(petition=petition).exclude(display_name="")
    .only("display_name", "region", "country").order_by("-confirmed_at")[:12],
    petition=int,
)  # fmt: skip
_appeals = Prepared(
    lambda petition, original: Appeal.objects.filter(Q(petition=petition) | Q(petition=original)).only("pk")[:1],
    petition=int,
    original=int,
)
_public = PublicThing(lambda: Petition.objects.for_page().select_related("campaign__picture", "original"))


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
    link = passing_on.short(code, petition) if code else settings.SITE_URL + petition.get_absolute_url()
    return render(request, template, {"petition": petition, "link": link, **(context or {})}, status=status)


def _petition(request, slug):
    return _public.find(viewer(request), slug)
