"""The admin as the editors see it: what waits for them first, then the shelves in the order of a day's work."""

from functools import update_wrapper

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from django_tasks.base import TaskResultStatus

from articles import consent
from articles.models import Article, Mention, Photo
from articles.moderation import waiting_comments
from campaigns.models import PaperBatch
from ngo_site.lib import audit
from ngo_site.lib.audited import Audited
from ngo_site.lib.job_table import Job
from ngo_site.lib.labelled import Labelled
from ngo_site.lib.moments import WithLikelyMoments
from ngo_site.lib.outbox import OutboxMail
from ngo_site.lib.publishing import Publishable, State
from ngo_site.lib.writing.plans import PlannedChange
from organisation.models import Volunteer

from .begun import begun_by, starts_for
from .figures import figures_for, figures_of
from .planned import month_of

SHELVES = ["articles", "campaigns", "newsletters", "organisation", "auth", "lib"]

QUEUE = reverse_lazy("admin:articles_queue")

# (what waits, in how many words, the part of the list that shows it, or another page)
DECISIONS = (
    (waiting_comments, ngettext_lazy("comment to decide on", "comments to decide on"), QUEUE),
    (Mention.objects.waiting, ngettext_lazy("mention to decide on", "mentions to decide on"), QUEUE),
    (
        lambda: Volunteer.objects.confirmed().filter(answered_at=None),
        ngettext_lazy("volunteer to answer", "volunteers to answer"),
        "?answered_at__isempty=1",
    ),
    (Photo.objects.undescribed, ngettext_lazy("picture to describe", "pictures to describe"), "?todo=describe"),
    (
        consent.ending_soon,
        ngettext_lazy("picture whose consent ends soon", "pictures whose consent ends soon"),
        "?todo=ends",
    ),
)
TROUBLES = (
    (
        lambda: Job.objects.filter(status=TaskResultStatus.FAILED),
        ngettext_lazy("job that failed", "jobs that failed"),
        "?state=failed",
    ),
    (
        lambda: OutboxMail.objects.exclude(parked_at=None),
        ngettext_lazy("mail that could not be sent", "mails that could not be sent"),
        "?state=given-up",
    ),
    (
        PlannedChange.objects.parked,
        ngettext_lazy("planned change that was not made", "planned changes that were not made"),
        "?parked_at__isempty=0&applied_at__isempty=1",
    ),
)


class EditorialDesk(AdminSite):
    site_header = settings.ORGANISATION["name"]
    site_title = settings.ORGANISATION["name"]
    index_title = _("The desk")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register as Django does, with what every page has here: audit log, names of fields, dates in reason."""
        plain = admin_class or ModelAdmin
        ours = type(plain.__name__, (Audited, Labelled, WithLikelyMoments, plain), {})
        super().register(model_or_iterable, ours, **options)

    def admin_view(self, view, cacheable=False):
        """Protect the view as Django does, and let the audit log know who acts in it."""

        def with_actor(request, *args, **kwargs):
            with audit.acting(request.user):
                return view(request, *args, **kwargs)

        return super().admin_view(update_wrapper(with_actor, view), cacheable)

    def password_change(self, request, extra_context=None):
        response = super().password_change(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            audit.record(request.user, audit.Action.PERMISSION, request.user, "password")
        return response

    def index(self, request, extra_context=None):
        context = {
            "waiting": self.waiting(request),
            "starts": starts_for(self, request),
            "begun": begun_by(self, request),
            "month": month_of(self, request),
            "figures": figures_for(request.user),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def readers(self, request, pk):
        """Show how often one article was read, day by day, to those who see it at the desk."""
        desk = self._registry[Article]
        article = desk.get_object(request, str(pk))
        if not request.user.has_perm("lib.view_dailyviews"):
            raise PermissionDenied
        if article is None or not desk.has_view_permission(request, article):
            raise Http404
        context = {"title": _("Readers"), "subtitle": str(article), "article": article, "opts": desk.opts}
        chart = figures_of(article, 90)
        return TemplateResponse(
            request, "admin/readers.html", {**self.each_context(request), **context, "chart": chart}
        )

    def get_urls(self):
        seen = path("r/<int:content_type_id>/<int:object_id>/", self.admin_view(self.on_site), name="view_on_site")
        readers = path("readers/<int:pk>/", self.admin_view(self.readers), name="readers")
        return [seen, readers, *super().get_urls()]

    def on_site(self, request, content_type_id, object_id):
        """Lead to a thing's own page; Django's view tells anybody at the desk the address of anything."""
        kind = get_object_or_404(ContentType, pk=content_type_id)
        desk = self._registry.get(kind.model_class())
        thing = desk and desk.get_object(request, str(object_id))
        if thing is None or not desk.has_view_permission(request, thing) or not hasattr(thing, "get_absolute_url"):
            raise Http404
        return redirect(thing)

    def waiting(self, request) -> list[dict]:
        """Return what waits for this person: nothing that they may not see, and nothing of which there is none."""
        found = self._reviews(request) + self._second_looks(request)
        for choose, words, query in DECISIONS + TROUBLES:
            rows = choose()
            desk = self._registry[rows.model]
            # An author sees pictures and cannot change them, so none of them waits for an author.
            may = desk.has_change_permission if rows.model is Photo else desk.has_view_permission
            if not may(request):
                continue
            if count := rows.count():
                address = _list_of(rows.model)
                trouble = (choose, words, query) in TROUBLES
                found.append(
                    {
                        "count": count,
                        "words": words % count,
                        "url": address + query if query != QUEUE else query,
                        "trouble": trouble,
                    }
                )
        return found

    def _reviews(self, request) -> list[dict]:
        """Return what somebody asked those who publish to look at."""
        found = []
        for model, desk in self._registry.items():
            if not issubclass(model, Publishable) or not desk.has_publish_permission(request):
                continue
            if count := desk.get_queryset(request).in_state(State.REVIEW).count():
                words = ngettext("%(kind)s in review", "%(kind)s in review", count)
                kind = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
                found.append(
                    {"count": count, "words": words % {"kind": kind}, "url": _list_of(model) + "?state=review"}
                )
        return found

    def _second_looks(self, request):
        """Return the batches on paper that somebody else entered and this person may approve."""
        if not self._registry[PaperBatch].has_add_permission(request):
            return []
        count = PaperBatch.objects.waiting_for(request.user).count()
        words = ngettext("batch on paper to approve", "batches on paper to approve", count)
        return [{"count": count, "words": words, "url": _list_of(PaperBatch) + "?state=for-me"}] if count else []

    def get_app_list(self, request, app_label=None):
        shelves = super().get_app_list(request, app_label)
        order = {label: place for place, label in enumerate(SHELVES)}
        return sorted(shelves, key=lambda shelf: order.get(shelf["app_label"], len(order)))


def _list_of(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
