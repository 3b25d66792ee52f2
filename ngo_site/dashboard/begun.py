"""What a person has begun, and where they can begin: shown on the desk's first page."""

from datetime import timedelta
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Photo
from campaigns.models import Petition, Poster
from core.admin_pages import admin_of, admin_url
from newsletters.models import Issue
from publishing.autosaves import Autosave
from publishing.publishable import State
from publishing.revisions import Revision

MOST = 8
# Nobody looks for what they saved a year ago among what they have begun, and it would be sorted with each visit.
LATELY = timedelta(days=90)
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
    """Return this person's unsaved writing, then what they saved last, and their articles that are not public yet."""
    saved = {entry["url"]: entry for entry in [*_drafts(site, request), *_edited(site, request)]}
    newest = sorted(saved.values(), key=lambda entry: entry["at"], reverse=True)
    return [*islice(_unsaved(site, request), MOST), *newest][:MOST]


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
                "at": autosave.written_at,
                "url": admin_url(model, "unsaved", autosave.pk),
            }


def _drafts(site, request):
    model_admin = site.get_model_admin(Article)
    if not model_admin.has_change_permission(request):
        return
    mine = Article.objects.filter(pk__in=model_admin.get_queryset(request).values("pk"), created_by=request.user)
    begun = (mine.in_state(State.DRAFT) | mine.in_state(State.REVIEW)).order_by("-pk")
    for article in begun[:MOST]:
        yield _entry(article, article.updated_at)


def _edited(site, request):
    """Yield what this person saved last and may still change: one query, and one for each kind among it."""
    mine = Revision.objects.filter(made_by=request.user, made_at__gt=timezone.now() - LATELY)
    latest = mine.order_by("content_type", "object_id", "-number").distinct("content_type", "object_id")
    rows = Revision.objects.filter(pk__in=latest.values("pk")).order_by("-made_at")
    at = {(row[0], row[1]): row[2] for row in rows.values_list("content_type", "object_id", "made_at")[:MOST]}
    for kind in {kind for kind, _key in at}:
        model_admin = admin_of(site, ContentType.objects.get_for_id(kind).model_class())
        if model_admin and model_admin.has_change_permission(request):
            keys = [key for its_kind, key in at if its_kind == kind]
            for obj in model_admin.get_queryset(request).filter(pk__in=keys):
                yield _entry(obj, at[kind, obj.pk])


def _entry(obj, at) -> dict:
    state = getattr(obj, "state", None)
    return {
        "title": str(obj),
        "kind": obj._meta.verbose_name,
        "state": state.label if state else "",
        "url": admin_url(obj),
        "at": at,
    }
