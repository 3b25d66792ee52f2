"""Petitions: the list, the page with its form, the count for machines, the card for other people's pages."""

from csp.decorators import csp_replace
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.views.answerable import show
from campaigns.fraud import risk_signals
from campaigns.models import Appeal, Attempt, Petition, Signature
from campaigns.sharing import share_codes, share_links
from campaigns.signatures.confirmation import confirm, token_for_code
from campaigns.signatures.forms import CodeForm, SignForm
from campaigns.signatures.models.attempt import ConfirmedBy
from campaigns.signatures.signing import sign
from campaigns.signatures.thanks import as_signer_sees
from core.accounts.viewer import viewer
from core.http.decorators import public_page
from core.http.kept_answers import KeptAnswers
from core.http.paging import page_or_404
from core.http.public_forms import public_form, unbound
from core.mail import limits
from core.mail.double_opt_in import new_token
from core.prepared import PublicObject
from core.row_objects import RowObjects

from .. import figures, timeline
from ..models.petition import COUNTS
from ..page_parts import parts_of

# Seconds; the tally itself is up to two seconds old, so the public number is never older than five.
COUNT_MAX_AGE = 2
MAP_MAX_AGE = 60
ON_A_PAGE = 20
_sent, _thanks = KeptAnswers(COUNT_MAX_AGE), KeptAnswers(COUNT_MAX_AGE)
SUGGESTED_FROM = 50  # of so many of the newest the thanks page names the one most signed of late


@require_safe
@public_page(COUNT_MAX_AGE, knows=["page"])
def petition_list(request):
    """Those that take signatures, most signed of late first; what is over has its own page, to which a line leads."""
    of_all = Petition.objects.one_each(request.LANGUAGE_CODE)
    petitions = of_all.published().with_count().with_lately().select_related("campaign", "translation_of")
    over = of_all.over()
    petitions = petitions.exclude(pk__in=over.values("pk")).order_by("-lately", "-published_at", "-pk")
    context = {"page": page_or_404(request, petitions, ON_A_PAGE), "over": over.count()}
    return render(request, "campaigns/petition_list.html", context)


@require_safe
@public_page(knows=["page"])
def petition_archive(request):
    """What is over, newest first, with how it ended."""
    over = (
        Petition.objects.over()
        .one_each(request.LANGUAGE_CODE)
        .with_count()
        .select_related("campaign", "translation_of")
    )
    page = page_or_404(request, over.order_by("-closed_at", "-published_at"), ON_A_PAGE)
    return render(request, "campaigns/petition_archive.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page(COUNT_MAX_AGE, knows=["via"])
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
    if request.method != "POST":
        return unbound(SignForm, initial=_initial(request)), ""
    form = SignForm(request.POST, initial=_initial(request))
    if not (petition.is_open and form.is_valid()):
        return form, ""
    if form.is_from_a_machine:
        return form, new_token()
    data = form.cleaned_data
    fields = ("name", "email", "country", "postcode", "comment", "public", "style", "updates", "newsletter")
    words = {name: data[name] for name in (*fields, "language", "via")}
    due_at = limits.due_at(data["email"], request, form)
    with transaction.atomic():  # one commit: a second one, which only some need, could be told by its time
        page = sign(petition, **words, place=data["city"], shown_at=request.path, due_at=due_at, wordings=form.wordings)
        risk_signals.note(request, form, petition)
    share_codes.count_signature(data["via"], petition.root.pk)
    return form, page


def show_sent(request, petition, page):
    """Return the page that says where to look, with a field for the code in the mail: nobody waits for its template."""
    values = {"page": page, "form_token": CodeForm.new_token()}
    return _sent.answer(request, values, lambda marks: _show_code_form(request, petition, CodeForm(initial=marks)))


def _show_code_form(request, petition, form, status=200):
    context = {"petition": petition, "form": form}
    return render(request, "campaigns/petition_sent.html", context, status=status)


def _initial(request) -> dict:
    return {"language": request.LANGUAGE_CODE, "via": share_codes.via(request)}


def show_petition(request, petition, form=None):
    """Return the petition's page with its form (needs ``with_count``)."""
    form = form or unbound(SignForm, initial=_initial(request))
    status = 422 if request.method == "POST" else 200
    parts = parts_of(petition)
    context = {
        "petition": petition,
        "form": form,
        "names": parts.names,
        "figures": figures.figures(petition) if petition.signed else None,
        "story": timeline.of(petition, parts.corrections),
        "versions": parts.versions,
        "is_written_to": parts.is_written_to,
        "share_codes": parts.share_codes,
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
    form, signature = take_code(request)
    if signature is None:
        return _show_code_form(request, petition, form, status=422)
    return show_thanks(request, as_signer_sees(petition, signature), is_signer=True)


def take_code(request) -> tuple[CodeForm, Signature | None]:
    """Return the form as it is to be shown again, and the signature that its code confirmed."""
    form = CodeForm(request.POST)
    return form, _confirm_with_code(form) if form.is_valid() and not form.is_from_a_machine else None


@require_safe
@public_page(COUNT_MAX_AGE)
def petition_thanks(request, slug):
    return show_thanks(request, _petition(request, slug))


def show_thanks(request, petition, is_signer=False, secret=""):
    """Return the page of what helps next, which thanks whoever has just signed and nobody else.

    ``secret`` is what the address holds that nobody else may see.
    """
    # It is the same for all but for the number.
    values = {"tally": render_to_string("campaigns/_tally.html", {"petition": petition})}
    key = (petition.pk, request.LANGUAGE_CODE, is_signer)
    return _thanks.answer(
        request, values, lambda marks: _render_thanks(request, petition, is_signer, marks), key, secret
    )


def _render_thanks(request, petition, is_signer, marks):
    root = petition.root.pk
    newest = Petition.objects.open().one_each(request.LANGUAGE_CODE).exclude(Q(pk=root) | Q(translation_of=root))
    others = Petition.objects.filter(pk__in=newest[:SUGGESTED_FROM].values("pk")).with_lately()
    context = {
        "petition": petition,
        "is_signer": is_signer,
        "is_written_to": Appeal.objects.of(petition).exists(),
        "another": others.order_by("-lately", "-published_at", "-pk").first(),
        **marks,
    }
    return render(request, "campaigns/petition_thanks.html", context)


def _confirm_with_code(form) -> Signature | None:
    """Confirm what the code stands for, and return it; otherwise say in the form what is wrong."""
    try:
        token = token_for_code(form.cleaned_data["page"], form.cleaned_data["code"])
    except PermissionError:
        form.add_error("code", _("Too many codes were tried here. Open the link in the mail instead."))
        return None
    attempt = token and Attempt.objects.from_token(token)
    if not attempt:
        form.add_error("code", _("This code does not fit. It works once, and only with the newest mail."))
        return None
    return attempt.signature if confirm(attempt, token, ConfirmedBy.CODE) else None


_public = PublicObject(
    lambda: Petition.objects.for_page().select_related("campaign__picture", "translation_of"),
    RowObjects(["campaign", "campaign__picture", "translation_of"], COUNTS),
)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page(COUNT_MAX_AGE, knows=["via"])
def petition_card(request, slug):
    """A small page without script that other sites show in a frame."""
    petitions = Petition.objects.published().with_count().select_related("campaign", "translation_of")
    return show_card(request, get_object_or_404(petitions, slug=slug))


def show_card(request, petition, context=None, template="campaigns/petition_card.html", status=200):
    """Return a small page for a frame; its links carry the code that was in its address."""
    code = share_codes.code_for(petition, share_codes.via(request))
    link = share_links.short(code, petition) if code else settings.SITE_URL + petition.get_absolute_url()
    shown = {"obj": petition, "petition": petition, "link": link}
    return render(request, template, shown | (context or {}), status=status)


def _petition(request, slug):
    return _public.find(viewer(request), slug)
