"""The admin as the editors see it: what waits for them first, then the groups of the menu."""

from functools import update_wrapper

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import PasswordChangeView
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from core import audit, identity, live_installation
from core.accounts import account_links, desk_sessions, login_steps, notices, reauthentication
from core.accounts import urls as account_urls
from core.accounts.dismissals import dismiss
from core.accounts.login_forms import LoginForm, OwnPasswordForm
from core.accounts.views.login import login
from core.admin_fields import AdminFieldsMixin
from core.admin_labels import AdminLabelsMixin
from core.admin_pages import admin_of
from core.audit.changes import Audited
from core.deleting import DeletingMixin
from core.form_errors import FormErrorsMixin
from core.http import resending
from core.locked_rows import LockedRowsMixin
from core.search.folding import FoldedSearchMixin

from . import finding, navigation, refused, sensitive_pages
from .dashboard.begun import begun_by, starts_for
from .dashboard.calendar import month_of, planned
from .dashboard.figures import figures_for, figures_of
from .dashboard.first_steps import HINT, first_steps_for
from .dashboard.petitions import petitions_for
from .dashboard.waiting import waiting_for
from .health.page import health


class EditorialAdminSite(AdminSite):
    index_title = _("The desk")
    empty_value_display = "–"
    login_form = LoginForm

    @property
    def site_header(self):
        return identity.current().name

    site_title = site_header

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register as Django does, with what every page has here: audit log, names, our fields, errors, search."""
        # Not left to each class: Django's own and those of libraries are to have it, too, and outermost.
        plain = admin_class or ModelAdmin
        everywhere = (Audited, AdminLabelsMixin, AdminFieldsMixin, FormErrorsMixin, FoldedSearchMixin, DeletingMixin)
        ours = type(plain.__name__, (*everywhere, LockedRowsMixin, plain), {})
        super().register(model_or_iterable, ours, **options)

    def admin_view(self, view, cacheable=False):
        """Protect the view as Django does, and let the audit log know who acts in it."""

        def with_actor(request, *args, **kwargs):
            with audit.acting(request.user):
                if sensitive_pages.is_one(request):
                    return reauthentication.asked_again(request, lambda: view(request, *args, **kwargs))
                return view(request, *args, **kwargs)

        as_usual = super().admin_view(update_wrapper(with_actor, view), cacheable)

        def with_what_was_typed(request, *args, **kwargs):
            # A form would be lost on the way to the page for logging in; what scripts send stays in their page.
            is_form = request.method == "POST" and request.content_type in resending.FORMS
            if is_form and not self.has_permission(request) and request.path != reverse("admin:logout"):
                return refused.logged_out(request)
            return as_usual(request, *args, **kwargs)

        return update_wrapper(with_what_was_typed, as_usual)

    def has_permission(self, request):
        return super().has_permission(request) and login_steps.may_enter(request)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        return login(self, request, extra_context or {})

    def password_change(self, request, extra_context=None):
        context = {**self.each_context(request), **(extra_context or {})}
        done = reverse("admin:password_change_done")
        view = PasswordChangeView.as_view(form_class=OwnPasswordForm, success_url=done, extra_context=context)
        response = view(request)
        if request.method == "POST" and response.status_code == 302:
            audit.record(request.user, audit.Action.PERMISSION, request.user, "password")
            login_steps.just_shown(request)
            desk_sessions.end_others(request)
            account_links.forget_links(request.user)
            notices.tell(request.user, _("its password was changed"))
        return response

    def index(self, request, extra_context=None):
        context = {
            "held": live_installation.held(),
            "waiting": waiting_for(self, request),
            "starts": starts_for(self, request),
            "steps": first_steps_for(self, request),
            "begun": begun_by(self, request),
            "campaigns": petitions_for(self, request),
            "planned": planned(self, request),
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
        away = path("first-steps/put-away/", self.admin_view(self.put_away_first_steps), name="put_away_first_steps")
        health = path("health/", self.admin_view(self.health), name="health")
        return [seen, readers, find, away, health, *account_urls.urls(self), *super().get_urls()]

    @method_decorator(require_POST)
    def put_away_first_steps(self, request):
        dismiss(request.user, HINT)
        return redirect("admin:index")

    def find(self, request):
        return finding.find(self, request)

    @method_decorator(require_safe)
    def health(self, request):
        return health(self, request)

    def on_site(self, request, content_type_id, object_id):
        """Lead to an object's own page; Django's view tells anybody at the desk the address of anything."""
        kind = get_object_or_404(ContentType, pk=content_type_id)
        model_admin = admin_of(self, kind.model_class())
        obj = model_admin and model_admin.get_object(request, str(object_id))
        if obj is None or not model_admin.has_view_permission(request, obj) or not hasattr(obj, "get_absolute_url"):
            raise Http404
        return redirect(obj)

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else navigation.grouped(apps, request)

    def each_context(self, request):
        context = super().each_context(request)
        return {**context, "here": navigation.here(context["available_apps"])}
