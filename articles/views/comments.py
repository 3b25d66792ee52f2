"""A visitor's comment: written, confirmed behind the link in the mail, taken back."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ngo_site.lib.http import private_page, public_page
from ngo_site.lib.public_forms import public_form
from ngo_site.lib.publishing import viewer
from ngo_site.lib.throttle import allow

from .. import commenting
from ..comments import Comment
from ..forms import CommentForm
from ..models import Article, CommentOptIn
from .articles import may_speak_for_us

# Below one article, in ten minutes: a lively discussion passes, a flood does not.
MOST_COMMENTS, WITHIN = 60, 600


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def comment(request, slug):
    article = get_object_or_404(Article.objects.published(), slug=slug)
    if request.method != "POST":
        return redirect(f"{article.get_absolute_url()}#comment")
    if not article.comments_open:
        return render(request, "403.html", {"reason": _("This article takes no more comments.")}, status=403)
    user = viewer(request)
    form = CommentForm(request.POST, by_staff=may_speak_for_us(user))
    if not form.is_valid():
        return _form_again(request, article, form, 422)
    if form.is_from_a_machine:
        return redirect("articles:comment-sent", slug)
    if not allow("comment", str(article.pk), MOST_COMMENTS, WITHIN):
        form.add_error(None, _("Very many people are writing now. Please press the button again in a few minutes."))
        return _form_again(request, article, form, 429)
    words = {"text": form.cleaned_data["comment"], "reply_to": form.cleaned_data["reply_to"]}
    try:
        if may_speak_for_us(user):
            written = commenting.post_as_staff(article, user, **words)
            return redirect(f"{article.get_absolute_url()}#{written.anchor}")
        who = {name: form.cleaned_data[name] for name in ("name", "email", "language")}
        commenting.post(article, **who, **words)
    except Comment.DoesNotExist:
        form.add_error(None, _("The comment you answer is not there any more. You can still answer the article."))
        form.data = form.data.copy()
        form.data["reply_to"] = ""
        return _form_again(request, article, form, 422)
    return redirect("articles:comment-sent", slug)


@require_safe
@public_page(300)
def comment_sent(request, slug):
    article = get_object_or_404(Article.objects.published(), slug=slug)
    return render(request, "articles/comment_sent.html", {"article": article})


@require_safe
@public_page()
def comment_reply(request, slug, pk):
    article = get_object_or_404(Article.objects.published().filter(comments_open=True), slug=slug)
    answered = get_object_or_404(Comment.objects.of(article).public().select_related("user"), pk=pk)
    form = CommentForm(
        initial={"reply_to": answered.pk, "language": request.LANGUAGE_CODE}, by_staff=may_speak_for_us(viewer(request))
    )
    form.fields["name" if "name" in form.fields else "comment"].widget.attrs["autofocus"] = True
    return render(request, "articles/comment_form.html", {"article": article, "answered": answered, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def comment_confirm(request, token):
    opt_in = _opt_in(token)
    # Mail scanners follow links, so only the button may change anything.
    if request.method == "POST":
        opt_in.confirm()
        return redirect(reverse("articles:comment-confirm", args=[token]))
    expired = not opt_in.is_confirmed and not CommentOptIn.objects.pending().filter(pk=opt_in.pk).exists()
    return render(request, "articles/comment_confirm.html", {**_what_it_is(opt_in), "expired": expired})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def comment_withdraw(request, token):
    opt_in = _opt_in(token)
    if request.method == "POST":
        commenting.withdraw(opt_in)
        return redirect(reverse("articles:comment-withdraw", args=[token]))
    return render(request, "articles/comment_withdraw.html", _what_it_is(opt_in))


def _opt_in(token):
    opt_in = CommentOptIn.objects.select_related("comment__user").from_token(token)
    if opt_in is None:
        raise Http404
    return opt_in


def _what_it_is(opt_in) -> dict:
    article = opt_in.comment.content_object
    # Taken offline meanwhile: its title is nobody's business.
    shown = article if article and article.is_published else None
    return {"opt_in": opt_in, "comment": opt_in.comment, "article": shown}


def _form_again(request, article, form, status):
    """Show the form on a page of its own, filled in, with what is to be mended."""
    answered = Comment.objects.of(article).public().filter(pk=form.cleaned_data.get("reply_to")).first()
    context = {"article": article, "form": form, "answered": answered}
    response = render(request, "articles/comment_form.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
