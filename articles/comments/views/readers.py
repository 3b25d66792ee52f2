"""What readers do besides writing: report a comment, follow an article, leave again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Article, Flag, Follower
from core.http.decorators import private_page, public_page
from core.http.networks import network
from core.http.public_forms import public_form
from core.http.throttle import DAY, allow
from core.mail import erased_links, limits

from .. import notifications, submissions, unsubscribing
from ..forms import FlagForm, FollowForm
from ..models.comment import Comment

MOST_FLAGS, WITHIN = 10, 3600


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page()
def comment_report(request, slug, pk):
    article = get_object_or_404(Article.objects.published(), slug=slug)
    comment = get_object_or_404(Comment.objects.of(article).public(), pk=pk)
    form = FlagForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            # Once a day from one network for one comment; who says it again is thanked again.
            may = allow("flag", network(request), MOST_FLAGS, WITHIN)
            if may and not form.is_from_a_machine and allow("flag once", f"{network(request)} {pk}", 1, DAY):
                Flag.objects.create(comment=comment, reason=form.cleaned_data["reason"])
            return redirect("articles:comment-reported", slug)
        status = 422
    context = {"article": article, "comment": comment, "form": form}
    return render(request, "articles/comment_report.html", context, status=status)


@require_safe
@public_page(300)
def comment_reported(request, slug):
    article = get_object_or_404(Article.objects.published(), slug=slug)
    return render(request, "articles/comment_reported.html", {"article": article})


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
@public_page()
def follow(request, slug):
    article = get_object_or_404(Article.objects.published(), slug=slug)
    form = FollowForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            given = form.cleaned_data
            tag = submissions.address_tag(given["email"])
            if not form.is_from_a_machine:
                due_at = limits.due_at(given["email"], request, form)
                notifications.ask(article, given["email"], tag, given["language"], form.record(request.path), due_at)
            return redirect("articles:follow-sent", slug)
        status = 422
    return render(request, "articles/follow.html", {"article": article, "form": form}, status=status)


@require_safe
@public_page(300)
def follow_sent(request, slug):
    article = get_object_or_404(Article.objects.published(), slug=slug)
    return render(request, "articles/follow_sent.html", {"article": article})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def follow_confirm(request, token):
    follower = Follower.objects.select_related("article").from_token(token)
    if request.method == "POST" and follower:
        follower.confirm()
        return redirect("articles:follow-confirm", token)
    expired = follower is None or not (
        follower.is_confirmed or Follower.objects.pending().filter(pk=follower.pk).exists()
    )
    context = {"follower": follower, "article": _shown(follower), "expired": expired}
    return render(request, "articles/follow_confirm.html", context, status=404 if follower is None else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def unsubscribe(request, key):
    """The link in every follow-up mail; a mail program's own button POSTs to it (RFC 8058), and is told 204 when it is
    so. Leaving deletes the row.
    """
    found = unsubscribing.find(key)
    is_one_click = request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"
    if found is None:
        gone = "articles/followup_unknown.html"
        return HttpResponse(status=404) if is_one_click else erased_links.page(request, key, gone)
    ended = found.leave(everything=request.POST.get("everything") == "yes") if request.method == "POST" else []
    if is_one_click:
        return HttpResponse(status=204)
    context = {"found": found, "ended": ended, "erased": erased_links.find(key), "link": key}
    return render(request, "articles/followup_unsubscribe.html", context)


def _shown(follower):
    return follower.article if follower and follower.article.is_published else None
