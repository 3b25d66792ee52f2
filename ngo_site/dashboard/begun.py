"""What a person has begun, and where they can begin: shown on the desk's first page."""

from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Photo
from campaigns.models import Petition, Poster
from core.admin_pages import admin_of, admin_url
from newsletters.models import Issue
from publishing.autosaves import Autosave
from publishing.publishable import State

MOST = 8
# What people make most days; everything else stands in the menu.
STARTS = (
    (Article, _("Write an article")),
    (Photo, _("Add a photo")),
    (Petition, _("Begin a petition")),
    (Poster, _("Add a poster")),
    (Issue, _("Write a letter")),
)


def starts_for(site, request) -> list[dict]:
    """Return what this person may begin, and the queue for those who moderate."""
    may = [
        {"label": text, "url": admin_url(model, "add")}
        for model, text in STARTS
        if site.get_model_admin(model).has_add_permission(request)
    ]
    if request.user.has_perm("articles.change_comment"):
        may.append({"label": _("Moderate"), "url": reverse("admin:articles_queue")})
    return may


def begun_by(site, request) -> list[dict]:
    """Return this person's unsaved writing, then their articles that are not public yet: the newest first."""
    return [*islice(_unsaved(site, request), MOST), *islice(_drafts(site, request), MOST)]


def _unsaved(site, request):
    autosaves = Autosave.objects.unsaved(request.user).select_related("content_type")
    for autosave in autosaves[: 2 * MOST]:
        model = autosave.content_type.model_class()
        if admin_of(site, model):
            kind = model._meta.verbose_name
            yield {
                "title": str(autosave),
                "kind": kind,
                "state": _("not saved"),
                "url": admin_url(model, "unsaved", autosave.pk),
            }


def _drafts(site, request):
    model_admin = site.get_model_admin(Article)
    if not model_admin.has_change_permission(request):
        return
    mine = Article.objects.filter(pk__in=model_admin.get_queryset(request).values("pk"), created_by=request.user)
    begun = (mine.in_state(State.DRAFT) | mine.in_state(State.REVIEW)).order_by("-pk")
    for article in begun[:MOST]:
        url = admin_url(article)
        yield {"title": str(article), "kind": Article._meta.verbose_name, "state": article.state.label, "url": url}
