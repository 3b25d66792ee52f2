"""A visitor writes: below the article, as an answer on a page of its own, or with a key and so without another mail."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import responses
from articles.models import Article
from articles.views.articles import may_speak_for_us
from core.accounts.viewer import viewer
from core.http.decorators import private_page, public_page
from core.http.networks import network
from core.http.public_forms import public_form
from core.http.throttle import allow
from core.mail import limits

from .. import submissions
from ..forms import CommentForm
from ..models.comment import Comment

# From one network, in ten minutes: a household or a school class passes, a flood does not.
MOST_COMMENTS, WITHIN = 12, 600
# Below one article from everywhere, in the same time: more than a moderator reads.
MOST_BELOW_ONE = 300


@require_http_methods(["GET", "HEAD", "POST"])
@public_form
def comment(request, slug):
    article = Article.objects.published().filter(slug=slug).first()
    if article is None:
        return _taken_back(request, slug)
    if request.method != "POST":
        return redirect(f"{article.get_absolute_url()}#comment")
    if not article.takes_comments:
        return _closed(request, article)
    user = viewer(request)
    form = CommentForm(request.POST, by_staff=may_speak_for_us(user))
    if not form.is_valid():
        return _form_again(request, article, form, 422)
    if form.is_from_a_machine:
        return redirect("articles:comment-sent", slug)
    if not _in_measure(request, article):
        return _later(request, article, form)
    try:
        if may_speak_for_us(user):
            given = form.cleaned_data
            written = submissions.post_as_staff(article, user, text=given["comment"], reply_to=given["reply_to"])
            return redirect(responses.permalink(article, written))
        email = form.cleaned_data["email"]
        submissions.post(article, email, _draft(form, request), due_at=limits.due_at(email, request, form))
    except Comment.DoesNotExist:
        return _answered_is_gone(request, article, form)
    except submissions.Closed:
        return _closed(request, article)
    return redirect("articles:comment-sent", slug)


@require_safe
@public_page(300)
def comment_sent(request, slug):
    article = get_object_or_404(Article.objects.published(), slug=slug)
    return render(request, "articles/comment_sent.html", {"article": article})


@require_safe
@public_page()
def comment_reply(request, slug, pk):
    article = _open_article(slug)
    answered = get_object_or_404(Comment.objects.of(article).public().select_related("user"), pk=pk)
    form = CommentForm(
        initial={"reply_to": answered.pk, "language": request.LANGUAGE_CODE}, by_staff=may_speak_for_us(viewer(request))
    )
    form.fields["name" if "name" in form.fields else "comment"].widget.attrs["autofocus"] = True
    return render(request, "articles/comment_form.html", {"article": article, "answered": answered, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def comment_with_key(request, slug, key):
    """Behind the link that only a confirmed mailbox was given: no address is asked for, no mail is sent."""
    tag = submissions.mailbox_of(key)
    if tag is None:
        raise Http404
    article = Article.objects.published().filter(slug=slug).first()
    if article is None:
        return _taken_back(request, slug)
    if not article.takes_comments:
        if request.method == "POST":
            return _closed(request, article)
        raise Http404
    if request.method != "POST":
        answered = Comment.objects.of(article).public().filter(pk=_number(request.GET.get("answer"))).first()
        start = {"language": request.LANGUAGE_CODE, "reply_to": answered and answered.pk}
        return _with_key(request, article, answered, CommentForm(initial=start, with_key=True))
    form = CommentForm(request.POST, with_key=True)
    if not form.is_valid():
        return _form_again(request, article, form, 422, with_key=True)
    if form.is_from_a_machine or not _in_measure(request, article):
        return _later(request, article, form, with_key=True)
    try:
        token = submissions.post_with_key(article, tag, _draft(form, request))
    except Comment.DoesNotExist:
        return _answered_is_gone(request, article, form, with_key=True)
    except submissions.Closed:
        return _closed(request, article)
    return redirect("articles:comment-confirm", token)


@require_safe
@public_page()
def response(request, slug, kind, pk):
    """The permanent address of one response: it leads to the page on which it stands by now."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    anchor = f"{kind}-{pk}"
    page = responses.to(article).page_number(anchor)
    if page is None:
        raise Http404
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{article.get_absolute_url()}{query}#{anchor}")


def _draft(form, request) -> submissions.CommentDraft:
    given = form.cleaned_data
    wanted = ("name", "comment", "reply_to", "followup", "language")
    consent = form.record(request.path) if given["followup"] else ""
    return submissions.CommentDraft(*(given[name] for name in wanted), form.signs(), consent)


def _in_measure(request, article) -> bool:
    from_there = allow("comment", network(request), MOST_COMMENTS, WITHIN)
    return from_there and allow("comment below", str(article.pk), MOST_BELOW_ONE, WITHIN)


def _open_article(slug) -> Article:
    article = get_object_or_404(Article.objects.published(), slug=slug)
    if not article.takes_comments:
        raise Http404
    return article


def _number(value) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None


def _later(request, article, form, **how):
    form.add_error(None, _("Very many comments are coming in. Please press the button again in a few minutes."))
    return _form_again(request, article, form, 429, **how)


def _answered_is_gone(request, article, form, **how):
    form.add_error(None, _("The comment you answer is not there any more. You can still answer the article."))
    form.data = form.data.copy()
    form.data["reply_to"] = ""
    return _form_again(request, article, form, 422, **how)


def _taken_back(request, slug):
    """Answer a POST alike for an article that was deleted, is a draft again, or never was; one withdrawn says so."""
    if request.method != "POST":
        raise Http404
    return _closed(request, None, 410 if Article.objects.gone().filter(slug=slug).exists() else 404)


def _closed(request, article, status=403):
    """Give the words back to whoever was still writing when the article closed, or was taken back."""
    text = request.POST.get("comment", "")
    context = {"article": article, "words": text, "rows": min(20, 3 + text.count("\n") + len(text) // 60)}
    response = render(request, "articles/comment_closed.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form_again(request, article, form, status, with_key=False):
    """Show the form on a page of its own, filled in, with what is to be mended."""
    answered = Comment.objects.of(article).public().filter(pk=form.cleaned_data.get("reply_to")).first()
    if with_key:
        return _with_key(request, article, answered, form, status)
    context = {"article": article, "form": form, "answered": answered}
    response = render(request, "articles/comment_form.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _with_key(request, article, answered, form, status=200):
    action = reverse("articles:comment-with-key", args=[article.slug, request.resolver_match.kwargs["key"]])
    context = {"article": article, "form": form, "answered": answered, "action": action}
    return render(request, "articles/comment_form.html", context, status=status)
