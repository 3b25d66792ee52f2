"""What other people's pages show of a petition: pictures with the count, and the form in a frame."""

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Channel, Petition
from campaigns.petitions.views.petitions import COUNT_MAX_AGE, show_card, take_code, take_signature
from campaigns.signatures.forms import CodeForm
from campaigns.signatures.thanks import as_signer_sees
from core.http.decorators import public_page
from core.http.kept_answers import KeptAnswers
from core.http.public_forms import public_form

from .. import cards, share_codes, share_links

_SENT = "campaigns/petition_frame_sent.html"

_sent = KeptAnswers(COUNT_MAX_AGE)
_drawing = csp_replace({"default-src": ["'none'"], "style-src": [cards.STYLE_HASH]})
_framed = csp_replace({"frame-ancestors": ["*"]})


@require_safe
@_drawing
@public_page(COUNT_MAX_AGE)
def card_picture(request, slug):
    return _svg(render(request, "campaigns/card.svg", cards.card(_petition(slug))))


@require_safe
@_drawing
@public_page(COUNT_MAX_AGE)
def badge(request, slug):
    return _svg(render(request, "campaigns/badge.svg", cards.badge(_petition(slug))))


@require_safe
@public_page(3600, knows=["via"])
def qr(request, slug):
    """The QR code of the petition's short link, or of the code somebody adopted it with."""
    petition = _petition(slug)
    own = share_codes.code_for(petition, share_codes.via(request))
    code = own or next(iter(share_codes.codes_of(petition).get(Channel.QR, [])), None)
    address = share_links.short(code, petition) if code else settings.SITE_URL + petition.get_absolute_url()
    return _svg(HttpResponse(cards.qr_code(address)))


@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_exempt
@_framed
@public_form(in_any_frame=True)
@public_page(COUNT_MAX_AGE, knows=["via"])
def frame(request, slug):
    """The form on somebody else's page. It is our page in their frame, so what it sends comes from our own origin."""
    petition = _petition(slug)
    form, page = take_signature(request, petition)
    if page:
        values = {"page": page, "form_token": CodeForm.new_token()}
        return _sent.answer(
            request, values, lambda marks: show_card(request, petition, {"form": CodeForm(initial=marks)}, _SENT)
        )
    status = 422 if request.method == "POST" else 200
    return show_card(request, petition, {"form": form}, "campaigns/petition_frame.html", status)


@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_exempt
@_framed
@public_form(in_any_frame=True)
@public_page(knows=["via"])
def frame_sent(request, slug):
    """Takes the code from the mail, in the frame."""
    petition = _petition(slug)
    if request.method != "POST":
        return show_card(request, petition, {}, _SENT)
    form, signature = take_code(request)
    if signature is None:
        return show_card(request, petition, {"form": form}, _SENT, 422)
    return show_card(request, as_signer_sees(petition, signature), {"is_confirmed": True}, _SENT)


def _petition(slug):
    petitions = Petition.objects.published().with_count().select_related("campaign", "translation_of")
    return get_object_or_404(petitions, slug=slug)


def _svg(response):
    response["Content-Type"] = "image/svg+xml; charset=utf-8"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # other sites are meant to show it
    return response
