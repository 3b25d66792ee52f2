"""One article with what the web answers to it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ngo_site.lib import markup
from ngo_site.lib.http import public_page
from ngo_site.lib.paging import page_or_404
from ngo_site.lib.prepared import PublicThing
from ngo_site.lib.publishing import viewer

from .. import responses
from ..around import around
from ..forms import CommentForm
from ..models import Article
from . import linkbacks

# Shorter texts need no table of contents.
HEADINGS_FOR_CONTENTS = 3
MINUTES_FOR_CONTENTS = 4


@require_safe
@public_page()
def article(request, slug):
    return show(request, _article.find(viewer(request), slug))


_article = PublicThing(lambda: Article.objects.with_names())


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
        "around": around(article),
    }
