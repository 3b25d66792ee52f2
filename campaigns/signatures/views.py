"""What the links in a signer's mail lead to: a page with a button, since mail scanners follow links."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.http.decorators import private_page
from core.http.public_forms import public_form
from core.mail import erased_links
from newsletters import topics, unsubscribing

from ..models import Attempt, Signature
from ..petitions.views.petitions import show_thanks
from . import asked_letters
from .confirmation import confirm, name_behind, take_back
from .thanks import as_signer_sees


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def signature_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what would be signed, under which name; the button signs."""
    attempt = Attempt.objects.from_token(token)
    if attempt is None:
        return _gone(request, token, status=404)
    signature, petition = attempt.signature, asked_letters.petition_of(attempt, token)
    if request.method == "POST":
        letters = asked_letters.waiting(attempt, token)
        # Answered at once: the page of thanks has no address of its own that anybody could open.
        if confirm(attempt, token):
            return show_thanks(request, as_signer_sees(petition, signature), is_signer=True, secret=token)
        kept = Signature.objects.filter(pk=signature.pk).first()
        if kept is None or not kept.is_confirmed:
            return _gone(request, token, status=404)
        context = {"signature": kept, "petition": petition, "letters": letters, "is_begun": True}
        return render(request, "campaigns/signature_confirm.html", context)
    context = {"signature": signature, "petition": petition, "attempt": attempt, "token": token}
    context |= {"name": name_behind(attempt, token), "letters": asked_letters.waiting(attempt, token)}
    return render(request, "campaigns/signature_confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def signature_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The button erases at once: a signature that counts, or one that somebody else began with this address."""
    attempt = Attempt.objects.from_token(token)
    if attempt is None:
        return _gone(request, token)
    # Asked for first: what the link opens may be gone afterwards.
    context: dict[str, Any] = {"signature": attempt.signature, "petition": asked_letters.petition_of(attempt, token)}
    context["is_erased"] = request.method == "POST"
    if request.method == "POST":
        ended = [topics.in_words(topic) for topic in take_back(attempt, token)]
        rest = unsubscribing.rest(asked_letters.address_of(attempt, token))
        context |= {"ended": ended, "rest": rest, "erased": erased_links.find(token), "link": token}
    return render(request, "campaigns/signature_withdraw.html", context)


def _gone(request: HttpRequest, token: str, status: int = 200) -> HttpResponse:
    return erased_links.page(request, token, "campaigns/signature_gone.html", status=status)
