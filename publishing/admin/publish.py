"""The desk's part in publishing: one page on which somebody decides, seeing what is missing and what will happen."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.encoding import uri_to_iri
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core import audit
from core.admin_pages import admin_url
from core.form_errors import errors_of
from core.lazy_text import LazyText
from core.moments import in_words
from core.punctuation import colon

from .. import checks, consequences, reviews, unsaved
from ..publishable import Publishable, State
from .buttons import UNDECIDED, buttons
from .checklist import ChecklistMixin
from .forms import PublishableForm
from .going_with import companions_of, given_a_summary, mailed
from .publish_forms import AT, AskForm, BackForm, DatesForm, WithdrawForm


class PublishMixin(ChecklistMixin):
    """Mixin: who may publish, the page for it, the buttons that lead there, the actions of the list."""

    form = PublishableForm

    # Who may

    def has_publish_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request: HttpRequest, obj: Any) -> bool:
        """What the public sees or saw is changed only by those who may publish."""
        if obj is None:
            return True
        is_open = obj.state in UNDECIDED or self.has_publish_permission(request, obj)
        return is_open and obj.may_be_changed_by(request.user)

    # The page

    def get_urls(self) -> list:
        view = require_http_methods(["GET", "HEAD", "POST"])(self.publication)
        name = f"{self.opts.app_label}_{self.opts.model_name}_publication"
        page = path("<int:object_id>/publication/", self.admin_site.admin_view(view), name=name)
        return [page, *super().get_urls()]

    @method_decorator(transaction.atomic)
    def publication(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show where an object stands, what is missing and what may be done; POST does one of these."""
        if request.method == "POST":
            self.model._base_manager.select_for_update(of=("self",)).filter(pk=object_id).first()
        obj = self.get_object(request, str(object_id))
        if obj is None:
            missing = self._get_obj_does_not_exist_redirect  # type: ignore[attr-defined]  # private to Django
            return missing(request, self.opts, str(object_id))
        if not super().has_change_permission(request, obj):
            raise PermissionDenied
        told = [] if obj.is_live else [*consequences.sentences(obj), *mailed(obj, request.user)]
        if request.method == "GET" or request.POST.get("act") == "publish":
            told += given_a_summary(obj)
        companions = companions_of(self.admin_site, request, obj)
        seen = " ".join(map(_seen, [obj, *companions]))
        problems = self.problems_of(obj)
        blocked = any(not problem["waivable"] for problem in problems)
        needs_reason = bool(problems) and not blocked and not obj.is_live
        forms = {
            "dates": DatesForm(
                obj, request.POST if request.POST.get("act") == "publish" else None, needs_reason, companions
            ),
            "withdrawal": WithdrawForm(initial={"because": obj.withdrawn_because}),
            "ask": AskForm(obj, request.user),
            "back": BackForm(),
        }
        if request.method == "POST":
            if request.POST.get("seen") != seen:
                messages.warning(request, _("Somebody changed it meanwhile. Please look again before you decide."))
                return redirect(request.path)
            if self._decide(request, obj, forms, companions):
                return redirect(admin_url(obj))
        return TemplateResponse(request, "admin/publishing/publication.html", {
            **self.admin_site.each_context(request),
            "title": _("Publication"),
            "subtitle": str(obj),
            "opts": self.opts,
            "original": obj,
            "seen": seen,
            "address": uri_to_iri(obj.get_absolute_url()),
            **forms,
            "wrong": [error for form in forms.values() for error in errors_of(form)],
            "notes": reviews.ReviewNote.objects.of(obj)[:20] if self._is_asked(request, obj) else [],
            "problems": problems,
            "blocked": blocked,
            "consequences": told,
            "suggestions": self.suggestions_for(obj),
            "may_publish": self.has_publish_permission(request, obj),
            **self.routes,
        }, status=422 if request.method == "POST" else 200)  # fmt: skip

    def _is_asked(self, request: HttpRequest, obj: Any) -> bool:
        """Return whether what is said of it in review is for this person: who works on it, or may publish it."""
        return self.has_change_permission(request, obj) or self.has_publish_permission(request, obj)

    def _decide(self, request: HttpRequest, obj: Any, forms: dict[str, Any], companions: list) -> bool:
        """Do what was asked for; return whether it was done. A form that was wrong takes the place of the empty one."""
        act = request.POST.get("act")
        is_harmless = act in {"review", "draft"} and obj.state in UNDECIDED and self.has_change_permission(request, obj)
        if not is_harmless and not self.has_publish_permission(request, obj):
            raise PermissionDenied
        if act == "publish":
            if not forms["dates"].is_valid():
                return False
            given = forms["dates"].cleaned_data
            at = given["at"] if given["when"] == AT else None
            done = self._publish(request, obj, at, given["until"], given["note"], given.get("reason", ""))
            if done and given.get("together"):
                for companion in companions:
                    model_admin: Any = self.admin_site.get_model_admin(type(companion))
                    model_admin._publish(request, companion, at)
            return done
        if act == "withdraw":
            reason = forms["withdrawal"] = WithdrawForm(request.POST)
            return reason.is_valid() and obj.was_public and self._withdraw(request, obj, reason.cleaned_data["because"])
        if act == "review":
            ask = forms["ask"] = AskForm(obj, request.user, request.POST)
            return ask.is_valid() and self.ask_review_of(request, obj, ask.cleaned_data["note"], ask.to)
        if act == "draft":
            back = forms["back"] = BackForm(request.POST)
            return back.is_valid() and self._unpublish(request, obj, back.cleaned_data["note"])
        return False

    def _publish(self, request, obj, at=None, until=None, text="", reason="") -> bool:
        was_live = obj.is_live
        try:
            with transaction.atomic(), checks.waived(reason):
                obj.publish(at, until)
        except ValidationError:
            messages.error(request, _("It cannot be public yet: see what is missing."))
            obj.refresh_from_db()
            return False
        if obj.state == State.SCHEDULED:
            said: LazyText = _("It appears by itself on %(when)s.") % {"when": in_words(obj.published_at)}
        else:
            said = _("It is public now.")
        # Other dates of what is public already are no news to those who wrote it, unless something is said with them.
        text = "\n\n".join(part for part in (text, reason) if part)
        self._say(request, obj, audit.Action.PUBLISH, said, text, is_told=bool(text) or not was_live, reason=reason)
        return True

    def _withdraw(self, request, obj, because) -> bool:
        obj.withdraw(because)
        self._say(request, obj, audit.Action.WITHDRAW, _("Withdrawn: its address now says why."), because)
        return True

    def _unpublish(self, request, obj, text="") -> bool:
        said: LazyText = _("It is a draft again.")
        planned = obj.published_at if obj.state == State.SCHEDULED else None
        if planned:
            said = _("It is a draft again; it was to appear on %(when)s.") % {"when": in_words(planned)}
        obj.back_to_draft()
        self._say(request, obj, audit.Action.UNPUBLISH, said, text)
        return True

    def ask_review_of(self, request: HttpRequest, obj: Publishable, text: str = "", to: Iterable | None = None) -> bool:
        if obj.state == State.DRAFT:
            obj.ask_for_review()
            self._say(request, obj, audit.Action.ASK_REVIEW, _("It waits for a review now."), text, to)
        return True

    def _say(self, request, obj, action, said, text="", to=None, *, is_told=True, reason=""):
        self.log_change(request, obj, f"{action.label}: {reason}" if reason else str(action.label))
        audit.record(request.user, action, obj, reason)
        if is_told:
            reviews.tell(request.user, action, obj, text, to)
        messages.success(request, f"{colon(obj)} {said}")

    # The form

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if "slug" in form.base_fields:
            form.base_fields["slug"].error_messages["unique"] = _(
                "Something else has this address. Change it a little, for example by a number at the end."
            )
        if obj is None and "title" in form.base_fields:
            form.base_fields["title"].widget.attrs["autofocus"] = True
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        obj = self.get_object(request, str(object_id)) if object_id else None
        may_publish = self.has_publish_permission(request, obj)
        context = {
            "standing": obj,
            "problems": self.problems_of(obj) if obj else [],
            "suggestions": self.suggestions_for(obj) if obj else [],
            "may_publish": may_publish,
            **buttons(obj, may_publish),
            **(extra_context or {}),
        }
        return super().changeform_view(request, object_id, form_url, context)

    def response_add(
        self, request: HttpRequest, obj: models.Model, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._go_on(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: models.Model) -> HttpResponse:
        return self._go_on(request, obj) or super().response_change(request, obj)

    def _go_on(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        """Go where the button leads that was pressed in place of “Save”."""
        if "_review" in request.POST:
            self.ask_review_of(request, obj)
            return redirect(admin_url(obj))
        if "_publication" in request.POST:
            return redirect(admin_url(obj, "publication"))
        return None

    # The list

    @admin.action(description=_("Publish…"), permissions=["publish"])
    def publish_now(self, request: HttpRequest, queryset: models.QuerySet) -> TemplateResponse | None:
        chosen = [(obj, self.problems_of(obj) + self._unfinished_in(obj)) for obj in queryset if not obj.is_published]
        if "confirmed" not in request.POST:
            return self._ask(request, "publish_now", _("Publish these now?"), chosen)
        for obj, problems in chosen:
            if not problems:
                self._publish(request, obj, until=None if _is_over(obj) else obj.expires_at)
        if left := [obj for obj, problems in chosen if problems]:
            messages.warning(request, _("Not public, for something is missing: %s") % ", ".join(map(str, left)))
        return None

    def _unfinished_in(self, obj) -> list[dict]:
        """Return unsaved writing in the shape of problems: it is decided on at the object itself."""
        url = admin_url(obj, "publication")
        label = _("unsaved writing")
        return [{"label": label, "message": text, "url": url} for text in unsaved.sentences(obj)]

    @admin.action(description=_("Ask for review"), permissions=["change"])
    def ask_review(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        for obj in queryset:
            if self.has_change_permission(request, obj):
                self.ask_review_of(request, obj)

    @admin.action(description=_("Take back to draft…"), permissions=["publish"])
    def back_to_draft(self, request: HttpRequest, queryset: models.QuerySet) -> TemplateResponse | None:
        chosen: list[tuple[Publishable, list]] = [(obj, []) for obj in queryset if obj.state != State.DRAFT]
        if "confirmed" not in request.POST:
            return self._ask(request, "back_to_draft", _("Take these back to draft?"), chosen)
        for obj, _problems in chosen:
            self._unpublish(request, obj)
        return None

    def _ask(self, request, action, title, chosen):
        return TemplateResponse(request, "admin/publishing/several.html", {
            **self.admin_site.each_context(request), "title": title, "opts": self.opts, "chosen": chosen,
            "action": action, **self.routes,
        })  # fmt: skip


def _is_over(obj) -> bool:
    return obj.expires_at is not None and obj.expires_at <= timezone.now()


def _seen(obj) -> str:
    return f"{obj.state} {obj.updated_at.isoformat()}"
