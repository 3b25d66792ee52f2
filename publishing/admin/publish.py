"""The desk's part in publishing: one page on which somebody decides, seeing what is missing and what will happen."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from . import audit, checklist
from .labelled import name_parts
from .moments import likely
from .publishing import State

UNDECIDED = {State.DRAFT, State.REVIEW}


def moment(**options):
    """Return a field for a date and a time in the site's zone; a time that the clocks leave out is refused."""
    parts = {"date_attrs": {"type": "date"}, "time_attrs": {"type": "time"}, "time_format": "%H:%M"}
    widget = forms.SplitDateTimeWidget(**parts, date_format="%Y-%m-%d")
    own = {"input_date_formats": ["%Y-%m-%d"], "validators": [likely]}
    field = forms.SplitDateTimeField(widget=widget, required=False, **own, **options)
    name_parts(field)
    return field


class DatesForm(forms.Form):
    when = forms.ChoiceField(
        label=_("When"),
        choices=[("now", _("now")), ("at", _("at this time:"))],
        widget=forms.RadioSelect,
        initial="now",
    )
    at = moment(label=_("Public from"))
    until = moment(label=_("Public until (empty: for good)"))

    def clean(self):
        given = super().clean()
        if given.get("when") == "at" and "at" not in self.errors and not given.get("at"):
            self.add_error("at", _("Write the date and the time, or choose “now”."))
        begins = given.get("at") if given.get("when") == "at" else timezone.now()
        if given.get("until") and begins and given["until"] <= begins:
            self.add_error("until", _("It would be over before it appears."))
        return given


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everybody who comes to its address reads this. Say nothing that had to go. Plain text."),
    )


class WithDecisions(admin.ModelAdmin):
    """Mixin: who may publish, the page for it, the buttons that lead there, the actions of the list."""

    # Who may

    def has_publish_permission(self, request, obj=None):
        return request.user.has_perm(f"{self.opts.app_label}.publish_{self.opts.model_name}")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request, obj):
        """What the public sees or saw is changed only by those who may publish."""
        if obj is None:
            return True
        is_open = obj.state in UNDECIDED or self.has_publish_permission(request, obj)
        return is_open and obj.may_be_changed_by(request.user)

    # The page

    def get_urls(self):
        view = require_http_methods(["GET", "HEAD", "POST"])(self.publication)
        name = f"{self.opts.app_label}_{self.opts.model_name}_publication"
        page = path("<int:object_id>/publication/", self.admin_site.admin_view(view), name=name)
        return [page, *super().get_urls()]

    @method_decorator(transaction.atomic)
    def publication(self, request, object_id):
        """Show where a thing stands, what is missing and what may be done; POST does one of these."""
        if request.method == "POST":
            self.model._base_manager.select_for_update(of=("self",)).filter(pk=object_id).first()
        thing = self.get_object(request, str(object_id))
        if thing is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        if not super().has_change_permission(request, thing):
            raise PermissionDenied
        dates = DatesForm(initial={"when": "now", "at": thing.published_at, "until": thing.expires_at})
        withdrawal = WithdrawForm(initial={"because": thing.withdrawn_because})
        if request.method == "POST":
            if request.POST.get("seen") != _seen(thing):
                messages.warning(request, _("Somebody changed it meanwhile. Please look again before you decide."))
                return redirect(request.path)
            dates, withdrawal, done = self._decide(request, thing, dates, withdrawal)
            if done:
                return redirect(reverse(f"{self.route}_change", args=[thing.pk]))
        return TemplateResponse(request, "admin/publishing/publication.html", {
            **self.admin_site.each_context(request),
            "title": _("Publication"),
            "subtitle": str(thing),
            "opts": self.opts,
            "original": thing,
            "seen": _seen(thing),
            "dates": dates,
            "withdrawal": withdrawal,
            "problems": self.problems_of(thing),
            "may_publish": self.has_publish_permission(request, thing),
            **self.routes,
        }, status=422 if request.method == "POST" else 200)  # fmt: skip

    def _decide(self, request, thing, dates, withdrawal):
        """Do what was asked for; return both forms, and whether it was done."""
        act = request.POST.get("act")
        is_harmless = act in {"review", "draft"} and thing.state in UNDECIDED
        if not is_harmless and not self.has_publish_permission(request, thing):
            raise PermissionDenied
        if act == "publish":
            dates = DatesForm(request.POST)
            return dates, withdrawal, dates.is_valid() and self._publish(request, thing, dates.cleaned_data)
        if act == "withdraw":
            withdrawal = WithdrawForm(request.POST)
            done = withdrawal.is_valid() and thing.was_public
            if done:
                thing.withdraw(withdrawal.cleaned_data["because"])
                self._say(request, thing, audit.Action.WITHDRAW, _("Withdrawn: its address now says why."))
            return dates, withdrawal, done
        if act == "review":
            self.ask_review_of(request, thing)
        elif act == "draft":
            self._unpublish(request, thing)
        return dates, withdrawal, act in {"review", "draft"}

    def _publish(self, request, thing, given) -> bool:
        try:
            with transaction.atomic():
                thing.publish(given["at"] if given["when"] == "at" else None, given["until"])
        except ValidationError:
            messages.error(request, _("It cannot be public yet: see what is missing."))
            thing.refresh_from_db()
            return False
        if thing.state == State.SCHEDULED:
            words = _("It appears by itself on %(when)s.") % {"when": in_zone(thing.published_at)}
        else:
            words = _("It is public now.")
        self._say(request, thing, audit.Action.PUBLISH, words)
        return True

    def _unpublish(self, request, thing):
        thing.back_to_draft()
        self._say(request, thing, audit.Action.UNPUBLISH, _("It is a draft again."))

    def ask_review_of(self, request, thing):
        if thing.state == State.DRAFT:
            thing.ask_for_review()
            self._say(request, thing, audit.Action.ASK_REVIEW, _("It waits for a review now."))

    def _say(self, request, thing, action, words):
        self.log_change(request, thing, str(action.label))
        audit.record(request.user, action, thing)
        messages.success(request, f"{thing}: {words}")

    def problems_of(self, thing) -> list[dict]:
        """Return what the checklist finds, each with the place in the form where it is mended."""
        form_url = reverse(f"{self.route}_change", args=[thing.pk])
        return [
            {
                "label": self._label(problem.field),
                "message": problem.message,
                "find": problem.find,
                "field": problem.field,
                "url": f"{form_url}?{urlencode({'find': problem.find, 'in': problem.field})}#id_{problem.field}",
            }
            for problem in checklist.problems(thing)
        ]

    def _label(self, name):
        return self.opts.get_field(name).verbose_name

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form = type(form.__name__, (_AsksTheChecklist, form), {})
        if "slug" in form.base_fields:
            form.base_fields["slug"].error_messages["unique"] = _(
                "Something else has this address. Change it a little, for example by a number at the end."
            )
        if obj is None and "title" in form.base_fields:
            form.base_fields["title"].widget.attrs["autofocus"] = True
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        thing = self.get_object(request, str(object_id)) if object_id else None
        context = {
            "standing": thing,
            "problems": self.problems_of(thing) if thing else [],
            "may_publish": self.has_publish_permission(request, thing),
            "show_save_and_add_another": False,  # four ways on are enough
            **(extra_context or {}),
        }
        return super().changeform_view(request, object_id, form_url, context)

    def response_add(self, request, obj, post_url_continue=None):
        return self._go_on(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._go_on(request, obj) or super().response_change(request, obj)

    def _go_on(self, request, thing):
        """Go where the button leads that was pressed in place of “Save”."""
        if "_review" in request.POST:
            self.ask_review_of(request, thing)
            return redirect(reverse(f"{self.route}_change", args=[thing.pk]))
        if "_publication" in request.POST:
            return redirect(reverse(f"{self.route}_publication", args=[thing.pk]))
        return None

    # The list

    @admin.action(description=_("Publish…"), permissions=["publish"])
    def publish_now(self, request, queryset):
        chosen = [(thing, self.problems_of(thing)) for thing in queryset if not thing.is_published]
        if "confirmed" not in request.POST:
            return self._ask(request, "publish_now", _("Publish these now?"), chosen)
        for thing, problems in chosen:
            if not problems:
                self._publish(request, thing, {"when": "now", "until": None})
        if left := [thing for thing, problems in chosen if problems]:
            messages.warning(request, _("Not public, for something is missing: %s") % ", ".join(map(str, left)))
        return None

    @admin.action(description=_("Ask for review"), permissions=["change"])
    def ask_review(self, request, queryset):
        for thing in queryset:
            if self.has_change_permission(request, thing):
                self.ask_review_of(request, thing)

    @admin.action(description=_("Take back to draft…"), permissions=["publish"])
    def back_to_draft(self, request, queryset):
        chosen = [(thing, []) for thing in queryset if thing.state != State.DRAFT]
        if "confirmed" not in request.POST:
            return self._ask(request, "back_to_draft", _("Take these back to draft?"), chosen)
        for thing, _problems in chosen:
            self._unpublish(request, thing)
        return None

    def _ask(self, request, action, title, chosen):
        return TemplateResponse(request, "admin/publishing/several.html", {
            **self.admin_site.each_context(request), "title": title, "opts": self.opts, "chosen": chosen,
            "action": action, **self.routes,
        })  # fmt: skip


class _AsksTheChecklist:
    """Mixin of the form: what is public stays fit to be public; each fault stands at its field."""

    def _post_clean(self):
        super()._post_clean()
        for problem in checklist.new_problems(self.instance, self.instance.kept):
            if problem.field not in self.errors:
                self.add_error(problem.field if problem.field in self.fields else None, problem.message)


def in_zone(at) -> str:
    """Return a moment in the site's zone, with the name of the zone."""
    return f"{timezone.localtime(at):%d.%m.%Y, %H:%M} {settings.TIME_ZONE}"


def _seen(thing) -> str:
    return f"{thing.state} {thing.updated_at.isoformat()}"
