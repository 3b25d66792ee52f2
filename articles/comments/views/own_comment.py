"""One's own comment behind the link in the mail: confirmed, changed, taken back."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles.models import CommentOptIn, CommentPass
from core.characters import is_key
from core.http.decorators import private_page
from core.http.public_forms import public_form
from core.mail import erased_links
from core.mail.double_opt_in import hash_token

from .. import submissions
from ..forms import RewriteForm


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def comment_confirm(request, token):
    opt_in = _opt_in(token)
    # Mail scanners follow links, so only the button may change anything.
    if request.method == "POST":
        chosen = _also_waiting(opt_in).filter(pk=_number(request.POST.get("also"))).first() or opt_in
        if request.POST.get("answer") == "no" and chosen != opt_in:
            submissions.withdraw(chosen)
        else:
            submissions.confirm(chosen, token)
        return redirect(reverse("articles:comment-confirm", args=[token]))
    key = submissions.key_of(token)
    shown = {
        **_what_it_is(opt_in),
        "token": token,
        "also": [other for other in _also_waiting(opt_in) if other.comment.content_object],
        "key": key if CommentPass.objects.filter(token_hash=hash_token(key)).exists() else "",
    }
    return render(request, "articles/comment_confirm.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def comment_edit(request, token):
    opt_in = _opt_in(token)
    form = RewriteForm(request.POST or None, initial={"comment": opt_in.comment.comment})
    form.fields["comment"].widget.attrs["autofocus"] = True
    status = 200
    if request.method == "POST" and opt_in.is_editable:
        if form.is_valid():
            submissions.rewrite(opt_in, form.cleaned_data["comment"])
            return redirect("articles:comment-confirm", token)
        status = 422
    return render(
        request, "articles/comment_edit.html", {**_what_it_is(opt_in), "form": form, "token": token}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def comment_withdraw(request, token):
    opt_in = _opt_in(token)
    if request.method == "POST":
        submissions.withdraw(opt_in, token)
        return redirect(reverse("articles:comment-withdraw", args=[token]))
    context = {**_what_it_is(opt_in), "token": token, "erased": erased_links.find(token), "link": token}
    return render(request, "articles/comment_withdraw.html", context)


def _opt_in(token):
    opt_in = CommentOptIn.objects.select_related("comment__user", "comment__judgement").from_token(token)
    if opt_in is None:
        raise Http404
    return opt_in


def _also_waiting(opt_in):
    """Return what else waits for the owner of the same mailbox; after it was taken back, that is nothing."""
    tag = bytes(opt_in.address_tag)
    others = CommentOptIn.objects.pending().of(tag) if tag else CommentOptIn.objects.none()
    return others.exclude(pk=opt_in.pk).select_related("comment").order_by("created_at")


def _what_it_is(opt_in) -> dict:
    article = opt_in.comment.content_object
    # Taken offline meanwhile: its title is nobody's business.
    shown = article if article and article.is_published else None
    return {"opt_in": opt_in, "comment": opt_in.comment, "article": shown}


def _number(value) -> int | None:
    return int(value) if value and is_key(value) else None
