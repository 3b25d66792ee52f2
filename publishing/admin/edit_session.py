"""One open form at the desk: what it was filled with, what came back, and what became of it."""

from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .. import checklist
from . import changes, copies, rows, values, versions
from .copies import WorkingCopy
from .meeting import BASE, meet
from .plans import PlannedChange, moment_to_come
from .versions import Version

KEY, SERIAL, FROM, PLAN, PLAN_AT = "_key", "_serial", "_from", "_plan", "_plan_at"


class Sheet:
    """Made for each request to a form in the admin; templates read it as ``sheet``."""

    def __init__(self, desk, request, object_id):
        self.desk, self.request, self.posted = desk, request, request.method == "POST"
        self.thing = desk.get_object(request, unquote(str(object_id))) if object_id else None
        self.meeting, self.refusal, self.saved = None, "", None
        self.key = request.POST.get(KEY, "")
        if not copies.is_key(self.key):
            self.key = copies.new_key()

    # What the template asks

    @cached_property
    def may_write(self) -> bool:
        if self.thing is None:
            return self.desk.has_add_permission(self.request)
        return self.desk.has_change_permission(self.request, self.thing)

    @cached_property
    def base(self) -> str:
        """The name of the state that the form began with."""
        if self.posted and not self.meeting:
            return self.request.POST.get(BASE, "")
        if self.copy:
            return self.copy.base
        return values.digest(values.snapshot(self.thing)) if self.thing else ""

    @property
    def fork(self) -> str:
        return self.meeting.fork if self.meeting else ""

    @property
    def serial(self) -> int:
        return _number(self.request.POST.get(SERIAL)) + 1

    @cached_property
    def copy(self) -> WorkingCopy | None:
        """The unsaved writing that fills this form, or came from."""
        key = self.request.POST.get(FROM) or self.request.GET.get("copy") or ""
        if not self.may_write or not key.isdecimal() or len(key) > 17:
            return None
        return self.copies.unsaved(self.request.user).filter(pk=key).first()

    @property
    def copies(self):
        return WorkingCopy.objects.of(self.desk.model, self.thing.pk if self.thing else None)

    def unsaved(self) -> list[WorkingCopy]:
        """Return this person's unsaved writing other than what is in the form."""
        found = self.copies.unsaved(self.request.user).exclude(key=self.key)
        return [copy for copy in found[:10] if copy != self.copy]

    def others(self) -> list[str]:
        """Say who else has this form open."""
        return [copy.sentence for copy in self.copies.present(besides=self.request.user)] if self.thing else []

    @cached_property
    def autosave_url(self) -> str:
        return self._url("autosave", self.thing.pk) if self.thing else self._url("autosave_new")

    @cached_property
    def token_url(self) -> str:
        return self._url("form_token")

    def _url(self, what: str, *args) -> str:
        return reverse(f"{self.desk.route}_{what}", args=args)

    @property
    def plan_at(self) -> str:
        return self.request.POST.get(PLAN_AT, "")

    def plans(self):
        return PlannedChange.objects.of(self.thing).unfinished() if self.thing else []

    @property
    def may_plan(self) -> bool:
        return self.may_write and getattr(self.thing, "is_published", False)

    # What the form is filled with

    def dressed(self, form_class):
        """Return the form class with what shall stand in it, or with the reason why it is not saved."""
        if not self.posted and self.may_write and (initial := self.initial(form_class)):
            return type(form_class.__name__, (_Filled, form_class), {"filled": initial})
        if self.refusal:
            return type(form_class.__name__, (_Refused, form_class), {"refusal": self.refusal})
        return form_class

    def initial(self, form_class) -> dict:
        if self.copy:
            return values.sent_with(form_class, self.copy.form_data)
        return values.initial_of(self.desk.model, self.chosen)

    @cached_property
    def chosen(self) -> dict:
        """The values of the version or of the planned change that was asked for."""
        version, plan = (self.request.GET.get(name, "") for name in ("version", "plan"))
        if self.thing and version.isdecimal() and len(version) < 10:
            found = Version.objects.of(self.thing).filter(number=version).first()
            return {name: value for name, value in found.data.items() if name not in values.STATE} if found else {}
        if self.thing and plan.isdecimal() and len(plan) < 18:
            found = self.plans().filter(pk=plan).first()
            return found.changed if found else {}
        return {}

    @cached_property
    def rows(self) -> dict:
        """The rows that shall stand in the form in the place of the saved ones."""
        if self.posted or not self.may_write:
            return {}
        if self.copy:
            return rows.sent(self.desk.model, self.copy.form_data)
        return {name: self.chosen[name] for name in rows.relations(self.desk.model) if name in self.chosen}

    @property
    def replaced(self) -> list[str]:
        """The names of the rows in the form that stand for all saved ones."""
        given = self.request.POST.getlist(rows.REPLACED) if self.posted else self.rows
        return [name for name in rows.relations(self.desk.model) if name in given]

    def form(self, data, thing):
        """Return the form of the desk, bound to ``data``; checking it leaves the saved thing alone."""
        fields = flatten_fieldsets(self.desk.get_fieldsets(self.request, thing))
        return self.desk.get_form(self.request, thing, change=thing is not None, fields=fields)(data, instance=thing)

    # What becomes of what came back

    def before_saving(self):
        """Look whether somebody else saved; return a response when nothing is to be saved now."""
        if self.thing is None or not self.may_write:
            return None
        now = self.desk.model._base_manager.select_for_update(of=("self",)).get(pk=self.thing.pk)
        data = self.request.POST.copy()
        self.meeting = meet(self.form(data, self.desk.model._base_manager.get(pk=now.pk)), data, now)
        self.request.POST = data
        if self.meeting and self.meeting.asks_nothing:
            who = self.meeting.who or _("Somebody")
            messages.info(self.request, _("%(who)s changed the state meanwhile; that stands.") % {"who": who})
        elif self.meeting:
            self.refusal = self.meeting.sentence
            if self.request.FILES:
                self.refusal += " " + _("Please choose your file once more.")
            return None
        return self._plan(data) if PLAN in data else None

    @contextmanager
    def saving(self):
        """Take the rows away in whose place others stand in the form; nothing is taken when it is not saved."""
        if not self.posted or self.thing is None or not self.may_write or self.refusal or not self.replaced:
            yield
            return
        versions.keep_before(self.thing)
        savepoint = transaction.savepoint()
        for name in self.replaced:
            getattr(self.thing, name).all().delete()
        with versions.kept_already():
            yield
        if not self.saved:
            transaction.savepoint_rollback(savepoint)

    def after_saving(self, response):
        """Forget the unsaved writing that was saved; keep what could not be."""
        user, data = self.request.user, self.request.POST
        if self.refusal and self.meeting:
            response.status_code = 409
            copy, _made = self.copies.get_or_create(**self._row(), defaults={"base": data.get(BASE, "")})
            words = [[name, one] for name in data for one in data.getlist(name) if name[0] != "_"]
            copy.write(words, data.get(BASE, "")[:32], self.serial)
        elif self.saved:
            copies.settle(self.desk.model, self.saved.pk, user, self.key, _number(data.get(SERIAL)))
            if self.copy:
                WorkingCopy.objects.filter(pk=self.copy.pk).update(data=None, saved_at=timezone.now())
        return response

    def _row(self) -> dict:
        return {
            "content_type": ContentType.objects.get_for_model(self.desk.model),
            "object_id": self.thing.pk if self.thing else None,
            "user": self.request.user,
            "key": self.key,
        }

    def _plan(self, data):
        """Keep the form for later, or set the reason why not."""
        form = self.form(data, self.desk.model._base_manager.get(pk=self.thing.pk))
        try:
            at = moment_to_come(data.get(PLAN_AT, ""))
            if self.request.FILES:
                raise ValidationError(_("A file cannot be planned. Please save it now, and plan the words."))
        except ValidationError as error:
            self.refusal = error.message
            return None
        if not form.is_valid():
            return None
        if problems := checklist.new_problems(form.instance, self.desk.model._base_manager.get(pk=self.thing.pk)):
            self.refusal = " ".join(problem.message for problem in problems)
            return None
        before, after = values.snapshot(self.thing), values.of_form(form) | rows.sent(self.desk.model, data)
        base = {name: before[name] for name in after}
        if base == after:
            self.refusal = _("Nothing is different yet. Change the form first, then plan it.")
            return None
        user = self.request.user
        plan = PlannedChange(thing=self.thing, at=at, base=base, data=after, made_by=user)
        plan.made_by_name = (user.get_full_name() or user.get_username())[:150]
        plan.save()
        self.saved = self.thing
        when = {"at": changes.moment(at)}
        self.desk.log_change(self.request, self.thing, _("planned a change for %(at)s") % when)
        messages.success(self.request, _("Planned for %(at)s. The page stays as it is until then.") % when)
        return redirect(self.request.path)


def _number(text) -> int:
    """Return what a browser counted, or 0 for what is no such number."""
    return int(text) if text and text.isdecimal() and len(text) < 17 else 0


class _Filled(forms.ModelForm):
    filled: dict = {}

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {**(kwargs.get("initial") or {}), **self.filled}
        super().__init__(*args, **kwargs)


class _Refused(forms.ModelForm):
    refusal = ""

    def clean(self):
        super().clean()
        raise ValidationError(self.refusal, code="refused")
