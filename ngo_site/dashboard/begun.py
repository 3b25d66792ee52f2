"""What a person has begun, and where they can begin: shown on the desk's first page."""

from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Photo
from campaigns.models import Petition, Poster
from newsletters.models import Issue
from ngo_site.lib.publishing import State
from ngo_site.lib.writing.copies import WorkingCopy

MOST = 8
# What people make most days; everything else stands on the shelves below.
STARTS = (
    (Article, _("Write an article")),
    (Photo, _("Add a photograph")),
    (Petition, _("Begin a petition")),
    (Poster, _("Add a poster")),
    (Issue, _("Write a letter")),
)


def starts_for(site, request) -> list[dict]:
    """Return what this person may begin, and the queue for those who moderate."""
    may = [
        {"words": words, "url": _address(model, "add")}
        for model, words in STARTS
        if site._registry[model].has_add_permission(request)
    ]
    if request.user.has_perm("articles.change_comment"):
        may.append({"words": _("Moderate"), "url": reverse("admin:articles_queue")})
    return may


def begun_by(site, request) -> list[dict]:
    """Return this person's unsaved writing, then their articles that are not public yet: the newest first."""
    return [*islice(_unsaved(site, request), MOST), *islice(_drafts(site, request), MOST)]


def _unsaved(site, request):
    copies = WorkingCopy.objects.unsaved(request.user).select_related("content_type")
    for copy in copies[: 2 * MOST]:
        model = copy.content_type.model_class()
        if model in site._registry:
            kind = model._meta.verbose_name
            yield {
                "title": str(copy),
                "kind": kind,
                "state": _("not saved"),
                "url": _address(model, "unsaved", copy.pk),
            }


def _drafts(site, request):
    desk = site._registry[Article]
    if not desk.has_change_permission(request):
        return
    mine = Article.objects.filter(pk__in=desk.get_queryset(request).values("pk"), created_by=request.user)
    begun = (mine.in_state(State.DRAFT) | mine.in_state(State.REVIEW)).order_by("-pk")
    for article in begun[:MOST]:
        url = _address(Article, "change", article.pk)
        yield {"title": str(article), "kind": Article._meta.verbose_name, "state": article.state.label, "url": url}


def _address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)
