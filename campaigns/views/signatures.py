"""What the links in a signer's mail lead to: a page with a button, since mail scanners follow links."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ngo_site.lib.http import private_page
from ngo_site.lib.public_forms import public_form

from ..confirming import confirm, name_behind, starts_letters, take_back
from ..models import Attempt


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def signature_confirm(request, token):
    """Shows what would be signed, under which name; the button signs."""
    attempt = Attempt.objects.from_token(token)
    if attempt is None:
        return _gone(request)
    signature = attempt.signature
    if request.method == "POST":
        if not confirm(attempt, token) and not signature.is_confirmed:
            return _gone(request)
        return redirect("campaigns:petition-thanks", slug=signature.petition.slug)
    context = {"signature": signature, "attempt": attempt, "token": token}
    context |= {"name": name_behind(attempt, token), "letters": starts_letters(token)}
    return render(request, "campaigns/signature_confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def signature_withdraw(request, token):
    """The button erases at once: a signature that counts, or one that somebody else began with this address."""
    attempt = Attempt.objects.from_token(token)
    if attempt is None:
        return _gone(request)
    if request.method == "POST":
        take_back(attempt, token)
    context = {"signature": attempt.signature, "token": token, "is_erased": request.method == "POST"}
    return render(request, "campaigns/signature_withdraw.html", context)


def _gone(request):
    return render(request, "campaigns/signature_gone.html", status=404)
