"""The admin as the editors see it: what waits for them first, then the groups of the menu."""

import math
from functools import update_wrapper

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import PasswordChangeView
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from django_tasks.base import TaskResultStatus

from articles.comments.moderation import waiting_comments
from articles.models import Article, Mention, Photo
from articles.photos import consent
from campaigns.models import PaperBatch, Video
from core import audit
from core.accounts import logins
from core.accounts.login_forms import LoginForm, OwnPasswordForm
from core.accounts.logins import FailedLogins
from core.admin_fields import AdminFieldsMixin
from core.admin_labels import AdminLabelsMixin
from core.admin_pages import admin_of, admin_url
from core.audit.changes import Audited
from core.http import resending
from core.jobs.models import Job
from core.mail.limits import MailLimitCount
from core.mail.outbox import OutboxMail
from core.moments import time_in_words
from core.search.folding import FoldedSearchMixin
from organisation.models import Volunteer
from publishing.publishable import State
from publishing.scheduled_changes import ScheduledChange

from . import finding, navigation, refused
from .dashboard.begun import begun_by, starts_for
from .dashboard.calendar import month_of, publishable_admins
from .dashboard.figures import figures_for, figures_of

FAILED_LOGINS_SHOWN_FROM = 5  # fewer are people who mistype

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
    (Video.objects.without_transcript, ngettext_lazy("film to transcribe", "films to transcribe"), "?todo=transcript"),
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
        OutboxMail.objects.delayed,
        ngettext_lazy(
            "mail that waits, because many were asked for at once",
            "mails that wait, because many were asked for at once",
        ),
        "?state=delayed",
    ),
    (
        lambda: MailLimitCount.objects.today().filter(limit="site"),
        ngettext_lazy(
            "hour since yesterday in which the site sent as many mails as it may",
            "hours since yesterday in which the site sent as many mails as it may",
        ),
        "?limit__exact=site",
    ),
    (
        lambda: MailLimitCount.objects.today().filter(dropped__gt=0),
        ngettext_lazy(
            "hour since yesterday in which so many mails were asked for that some were not sent",
            "hours since yesterday in which so many mails were asked for that some were not sent",
        ),
        "?dropped__gt=0",
    ),
    (
        ScheduledChange.objects.parked,
        ngettext_lazy("planned change that was not made", "planned changes that were not made"),
        "?parked_at__isempty=0&applied_at__isempty=1",
    ),
)


class EditorialAdminSite(AdminSite):
    site_header = settings.ORGANISATION["name"]
    site_title = settings.ORGANISATION["name"]
    index_title = _("The desk")
    login_form = LoginForm

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register as Django does, with what every page has here: audit log, named fields, our fields and search."""
        # Not left to each class: Django's own and those of libraries are to have it, too, and outermost.
        plain = admin_class or ModelAdmin
        ours = type(plain.__name__, (Audited, AdminLabelsMixin, AdminFieldsMixin, FoldedSearchMixin, plain), {})
        super().register(model_or_iterable, ours, **options)

    def admin_view(self, view, cacheable=False):
        """Protect the view as Django does, and let the audit log know who acts in it."""

        def with_actor(request, *args, **kwargs):
            with audit.acting(request.user):
                return view(request, *args, **kwargs)

        as_usual = super().admin_view(update_wrapper(with_actor, view), cacheable)

        def with_what_was_typed(request, *args, **kwargs):
            # A form would be lost on the way to the page for logging in; what scripts send stays in their page.
            is_form = request.method == "POST" and request.content_type in resending.FORMS
            if is_form and not self.has_permission(request) and request.path != reverse("admin:logout"):
                return refused.logged_out(request)
            return as_usual(request, *args, **kwargs)

        return update_wrapper(with_what_was_typed, as_usual)

    def login(self, request, extra_context=None):
        response = super().login(request, extra_context)
        form = getattr(response, "context_data", {}).get("form")
        if form and form.wait:
            response.status_code = 429
            response.headers["Retry-After"] = str(math.ceil(form.wait))
        elif request.method == "POST" and response.status_code == 302:
            logins.know_browser(request, response, request.user)
        return response

    def password_change(self, request, extra_context=None):
        context = {**self.each_context(request), **(extra_context or {})}
        done = reverse("admin:password_change_done")
        view = PasswordChangeView.as_view(form_class=OwnPasswordForm, success_url=done, extra_context=context)
        response = view(request)
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
        model_admin = self.get_model_admin(Article)
        article = model_admin.get_object(request, str(pk))
        if not request.user.has_perm("core.view_dailyviews"):
            raise PermissionDenied
        if article is None or not model_admin.has_view_permission(request, article):
            raise Http404
        context = {"title": _("Readers"), "subtitle": str(article), "article": article, "opts": model_admin.opts}
        chart = figures_of(article, 90)
        return TemplateResponse(
            request, "admin/readers.html", {**self.each_context(request), **context, "chart": chart}
        )

    def get_urls(self):
        seen = path("r/<int:content_type_id>/<int:object_id>/", self.admin_view(self.on_site), name="view_on_site")
        readers = path("readers/<int:pk>/", self.admin_view(self.readers), name="readers")
        find = path("find/", self.admin_view(self.find), name="find")
        return [seen, readers, find, *super().get_urls()]

    def find(self, request):
        return finding.find(self, request)

    def on_site(self, request, content_type_id, object_id):
        """Lead to an object's own page; Django's view tells anybody at the desk the address of anything."""
        kind = get_object_or_404(ContentType, pk=content_type_id)
        model_admin = admin_of(self, kind.model_class())
        obj = model_admin and model_admin.get_object(request, str(object_id))
        if obj is None or not model_admin.has_view_permission(request, obj) or not hasattr(obj, "get_absolute_url"):
            raise Http404
        return redirect(obj)

    def waiting(self, request) -> list[dict]:
        """Return what waits for this person: nothing that they may not see, and nothing of which there is none."""
        found = self._reviews(request) + self._second_looks(request)
        for choose, text, query in DECISIONS + TROUBLES:
            rows = choose()
            model_admin = self.get_model_admin(rows.model)
            # An author sees all pictures and changes only their own, so none of them waits for an author.
            others = rows.model is not Photo or request.user.has_perm("articles.change_others_photo")
            if not others or not model_admin.has_view_permission(request):
                continue
            if count := rows.count():
                address = admin_url(rows.model, "changelist")
                trouble = (choose, text, query) in TROUBLES
                found.append(
                    {
                        "count": count,
                        "label": text % count,
                        "url": address + query if query != QUEUE else query,
                        "trouble": trouble,
                    }
                )
        return found + self._failed_logins(request)

    def _failed_logins(self, request) -> list[dict]:
        """Return for which accounts passwords were guessed since yesterday."""
        if not self.get_model_admin(FailedLogins).has_view_permission(request):
            return []
        return [
            {
                "count": row["tries"],
                "label": (
                    _("failed logins for %(name)s since %(time)s")
                    if row["account"]
                    else _("failed logins with names that no account has since %(time)s")
                )
                % {"name": row["account"], "time": time_in_words(row["since"])},
                "url": admin_url(FailedLogins, "changelist"),
                "trouble": True,
            }
            for row in FailedLogins.objects.today().by_account()
            if row["tries"] >= FAILED_LOGINS_SHOWN_FROM
        ]

    def _reviews(self, request) -> list[dict]:
        """Return what somebody asked those who publish to look at."""
        found = []
        for model_admin in publishable_admins(self):
            if not model_admin.has_publish_permission(request):
                continue
            if count := model_admin.get_queryset(request).in_state(State.REVIEW).count():
                text = ngettext("%(kind)s in review", "%(kind)s in review", count)
                kind = model_admin.opts.verbose_name if count == 1 else model_admin.opts.verbose_name_plural
                found.append(
                    {
                        "count": count,
                        "label": text % {"kind": kind},
                        "url": admin_url(model_admin.model, "changelist") + "?state=review",
                    }
                )
        return found

    def _second_looks(self, request):
        """Return the paper signatures that somebody else entered and this person may approve."""
        if not self.get_model_admin(PaperBatch).has_add_permission(request):
            return []
        count = PaperBatch.objects.waiting_for(request.user).count()
        text = ngettext("batch of paper signatures to approve", "batches of paper signatures to approve", count)
        return (
            [{"count": count, "label": text, "url": admin_url(PaperBatch, "changelist") + "?state=for-me"}]
            if count
            else []
        )

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else navigation.grouped(apps, request)

    def each_context(self, request):
        context = super().each_context(request)
        return {**context, "here": navigation.here(context["available_apps"])}
