"""One article with what the web answers to it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.accounts.viewer import viewer
from core.http.decorators import public_page
from core.http.paging import page_or_404
from core.http.public_forms import unbound
from core.prepared import PublicObject
from core.richtext import markup

from .. import responses
from ..comments.forms import CommentForm
from ..linked_articles import linked_articles
from ..mentions import views as mention_views
from ..models import Article
from ..models.article import ON_ITS_PAGE

# Shorter texts need no table of contents.
HEADINGS_FOR_CONTENTS = 3
MINUTES_FOR_CONTENTS = 4


@require_safe
@public_page(knows=["page"])
def article(request, slug):
    return show(request, _article.find(viewer(request), slug))


_article = PublicObject(lambda: Article.objects.with_names(), ON_ITS_PAGE)


def show(request, article):
    """Return the article's page."""
    user = viewer(request)
    form = unbound(CommentForm, by_staff=may_speak_for_us(user), initial={"language": request.LANGUAGE_CODE})
    shown = context(article, form)
    page = shown["page"] = page_or_404(request, shown["responses"].pages, 1)
    shown["shown_responses"] = tuple(response.whole for responses_there in page for response in responses_there)
    response = render(request, "articles/article.html", shown | {"obj": article})
    return mention_views.advertise(response, article)


def may_speak_for_us(user) -> bool:
    """Return True for staff whose comments are public at once, under the organisation's name."""
    return user.is_staff and user.has_perm("articles.add_comment")


def context(article, form) -> dict:
    """Return what the article's page shows."""
    headings = markup.contents(article.body)
    long = len(headings) >= HEADINGS_FOR_CONTENTS and article.minutes >= MINUTES_FOR_CONTENTS
    linked = linked_articles(article)
    return {
        "article": article,
        "contents": headings if long else [],
        "responses": responses.to(article),
        "form": form,
        **mention_views.addresses(article),
        "linked": linked,
        "versions": linked.translations,
    }
