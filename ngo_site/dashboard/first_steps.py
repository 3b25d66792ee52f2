"""Five first things for whoever is new at the desk; each is ticked by what is in the database, never by hand."""

from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.comments.models.moderation import Decision
from articles.models import Article, Photo
from campaigns.models import Petition
from core.accounts.dismissals import Dismissal
from core.admin_pages import admin_url
from core.audit import AuditEntry
from core.identity.models import THE_ONE, Identity
from newsletters.models import Issue
from organisation.models import Person
from publishing.preview_links import PreviewLink
from publishing.revisions import Revision

HINT = "first-steps"
MOST = 5


def first_steps_for(site: AdminSite, request: HttpRequest) -> dict | None:
    """Return the steps that this person may take, with what is done; None when all are, or when they were put away."""
    steps = _steps(site, request)
    if not steps:
        return None
    account = get_user_model().objects.filter(pk=request.user.pk)
    away = Exists(Dismissal.objects.filter(user=request.user, hint=HINT))
    named = {f"done_{place}": Exists(rows) for place, (_label, _url, rows) in enumerate(steps)}
    *done, is_away = account.values_list(*(expression for expression in (*named.values(), away))).get()
    if is_away or all(done):
        return None
    entries = [
        {"label": label, "url": url, "is_done": is_done}
        for (label, url, _rows), is_done in zip(steps, done, strict=True)
    ]
    return {"steps": entries, "done": sum(done), "total": len(entries)}


def _steps(site, request) -> list[tuple]:
    """Return (label, address, rows that are there once it is done)."""
    user = request.user

    def may(model) -> bool:
        return site.get_model_admin(model).has_add_permission(request)

    own_password = AuditEntry.objects.filter(actor=user, detail="password")
    steps = [(True, _("Choose a password of your own"), reverse("admin:password_change"), own_password)]
    profile = f"{admin_url(Person, 'add')}?user={user.pk}"
    steps += [
        (
            user.has_perm("core.change_identity"),
            _("Put in your logo and colours"),
            admin_url(Identity(pk=THE_ONE)),
            Identity.objects.all(),
        ),
        (may(Person), _("Say who you are: readers see it below what you write"), profile, user_person(user)),
        (may(Article), _("Write an article"), admin_url(Article, "add"), Article.objects.filter(created_by=user)),
        (may(Photo), _("Add a photo"), admin_url(Photo, "add"), Photo.objects.filter(created_by=user)),
        (may(Petition), _("Begin a petition"), admin_url(Petition, "add"), _written(user, Petition)),
        (
            user.has_perm("articles.change_comment"),
            _("Decide on a comment"),
            reverse("admin:articles_queue"),
            Decision.objects.filter(by=user),
        ),
        (may(Issue), _("Write a letter"), admin_url(Issue, "add"), _written(user, Issue)),
        (
            may(Article),
            _("Show a draft to somebody by a link"),
            admin_url(Article, "changelist"),
            PreviewLink.objects.filter(created_by=user),
        ),
    ]
    return [step for allowed, *step in steps if allowed][:MOST]


def user_person(user):
    return Person.objects.filter(user=user)


def _written(user, model):
    kind = ContentType.objects.get_for_model(model)
    return Revision.objects.filter(content_type=kind, made_by=user)
