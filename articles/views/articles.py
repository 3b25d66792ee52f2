"""Lists of articles, and one article with what the web answers to it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ngo_site.lib import markup
from ngo_site.lib.http import public_page
from ngo_site.lib.paging import page_or_404
from ngo_site.lib.publishing import viewer

from .. import responses
from ..forms import CommentForm
from ..models import Article, Tag
from . import linkbacks

ON_A_PAGE = 12
# Shorter texts need no table of contents.
HEADINGS_FOR_CONTENTS = 3
MINUTES_FOR_CONTENTS = 4


@require_safe
@public_page()
def article_list(request):
    page = page_or_404(request, Article.objects.published().for_lists(), ON_A_PAGE)
    return render(request, "articles/article_list.html", {"page": page})


@require_safe
@public_page()
def tag(request, slug):
    tag = get_object_or_404(Tag, slug=slug)
    page = page_or_404(request, Article.objects.published().filter(tags=tag).for_lists(), ON_A_PAGE)
    if not page.object_list:
        # A tag that only drafts carry would tell what they are about.
        raise Http404
    return render(request, "articles/tag.html", {"tag": tag, "page": page})


@require_safe
@public_page()
def article(request, slug):
    return show(request, get_object_or_404(Article.objects.visible_to(viewer(request)).with_names(), slug=slug))


def show(request, article):
    """Return the article's page."""
    user = viewer(request)
    form = CommentForm(by_staff=may_speak_for_us(user), initial={"language": request.LANGUAGE_CODE})
    shown = context(article, form)
    shown["page"] = page_or_404(request, shown["responses"].threads, responses.THREADS_ON_A_PAGE)
    response = render(request, "articles/article.html", shown)
    return linkbacks.advertise(response, article)


def may_speak_for_us(user) -> bool:
    """Return True for staff whose comments are public at once, under the organisation's name."""
    return user.is_staff and user.has_perm("articles.add_comment")


def context(article, form) -> dict:
    """Return what the article's page shows."""
    headings = markup.contents(article.body)
    long = len(headings) >= HEADINGS_FOR_CONTENTS and article.minutes >= MINUTES_FOR_CONTENTS
    return {
        "article": article,
        "contents": headings if long else [],
        "responses": responses.to(article),
        "form": form,
        **linkbacks.addresses(article),
        "newer": _neighbour(article, "gt", "published_at"),
        "older": _neighbour(article, "lt", "-published_at"),
    }


def _neighbour(article, comparison, order):
    """Return the next article in time, or None; a draft has none."""
    if not article.is_published:
        return None
    beside = Article.objects.published().filter(**{f"published_at__{comparison}": article.published_at})
    return beside.order_by(order).only("title", "slug").first()
