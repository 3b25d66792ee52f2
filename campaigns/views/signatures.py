"""What the links in a signer's mail lead to: a page with a button, since mail scanners follow links."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ngo_site.lib.http import private_page
from ngo_site.lib.public_forms import public_form

from ..models import Signature
from ..signing import confirm, starts_updates, withdraw


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def signature_confirm(request, token):
    signature = _signature(token)
    if signature is None:
        return render(request, "campaigns/signature_gone.html", status=404)
    if request.method == "POST":
        if not confirm(signature, token) and not signature.is_confirmed:
            return render(request, "campaigns/signature_gone.html", status=404)
        return redirect("campaigns:petition-thanks", slug=signature.petition.slug)
    context = {"signature": signature, "token": token, "starts_updates": starts_updates(token)}
    return render(request, "campaigns/signature_confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def signature_withdraw(request, token):
    signature = _signature(token)
    if signature is None:
        return render(request, "campaigns/signature_gone.html", status=404)
    if request.method == "POST":
        withdraw(signature, token)
        signature.refresh_from_db()
    return render(request, "campaigns/signature_withdraw.html", {"signature": signature, "token": token})


def _signature(token):
    return Signature.objects.select_related("petition").from_token(token)
