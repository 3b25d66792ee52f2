"""One open form at the desk: what it was filled with, what came back, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.admin_pages import admin_url
from core.characters import storable
from core.moments import in_words

from .. import autosaves, inline_rows, revisions, values
from ..autosaves import Autosave, AutosaveQuerySet
from ..edit_conflict import BASE, EditConflict, find_conflict
from ..revisions import Revision
from ..scheduled_changes import ScheduledChange, ScheduledChangeQuerySet
from . import schedule
from .forms import EditForm
from .publish_forms import LaterForm
from .schedule import CHANGES_SEEN, SCHEDULE

KEY, SERIAL, FROM, STANDING = "_key", "_serial", "_from", "_standing"


class EditSession:
    """Made for each request to a form in the admin; templates read it as ``session``."""

    def __init__(self, model_admin: Any, request: HttpRequest, object_id: Any) -> None:
        self.model_admin, self.request, self.posted = model_admin, request, request.method == "POST"
        self.obj = model_admin.get_object(request, unquote(str(object_id))) if object_id else None
        self.object_id = int(object_id) if str(object_id or "").isdecimal() else None
        self.conflict: EditConflict | None = None
        self.saved: Any = None
        self.refusal = self.is_public_since = ""  # sentences for who wrote
        self.key = request.POST.get(KEY, "")
        if not autosaves.is_key(self.key):
            self.key = autosaves.new_key()

    # What the template asks

    @cached_property
    def may_write(self) -> bool:
        if self.obj is None:
            return self.model_admin.has_add_permission(self.request)
        return self.model_admin.has_change_permission(self.request, self.obj)

    @cached_property
    def may_keep(self) -> bool:
        """Whether unsaved writing is kept: also that of who began when they still could save, and may not any more."""
        if self.may_write:
            return True
        is_there = self.obj is not None and self.model_admin.has_view_permission(self.request, self.obj)
        return (is_there or self.is_deleted) and self.model_admin.has_change_permission(self.request)

    @property
    def is_too_late(self) -> bool:
        """True for a form that this person could save when they opened it, and cannot any more."""
        is_shut = self.is_deleted or not self.may_write
        return self.may_keep and is_shut and autosaves.is_key(self.request.POST.get(KEY))

    @cached_property
    def is_deleted(self) -> bool:
        """True for the form of an object that is there no more; what was written in it may become a new one."""
        gone = self.obj is None and self.object_id is not None
        return gone and not self.model_admin.model._base_manager.filter(pk=self.object_id).exists()

    @property
    def standing(self) -> str:
        """Whether the public sees what is saved in this form, as far as who writes in it was told."""
        return str(getattr(self.obj, "state", ""))

    @property
    def texts_meet(self) -> bool:
        return bool(self.refusal and self.conflict and not self.conflict.asks_nothing)

    @cached_property
    def base(self) -> str:
        """The name of the state that the form began with."""
        if self.posted and not self.conflict:
            return self.request.POST.get(BASE, "")
        if self.autosave:
            return self.autosave.base
        return values.digest(values.snapshot(self.obj)) if self.obj else ""

    @property
    def fork(self) -> str:
        return self.conflict.fork if self.conflict else ""

    @property
    def serial(self) -> int:
        return _number(self.request.POST.get(SERIAL)) + 1

    @cached_property
    def autosave(self) -> Autosave | None:
        """The unsaved writing that fills this form, or came from."""
        key = self.request.POST.get(FROM) or self.request.GET.get("autosave") or ""
        if not self.may_keep or not key.isdecimal() or len(key) > 17:
            return None
        return self.autosaves.unsaved(self.request.user).filter(pk=key).first()

    @property
    def autosaves(self) -> AutosaveQuerySet:
        if self.obj:
            return Autosave.objects.of(self.model_admin.model, self.obj.pk)
        return Autosave.objects.without_object(self.model_admin.model)

    def unsaved(self) -> list[Autosave]:
        """Return this person's unsaved writing other than what is in the form."""
        found = self.autosaves.unsaved(self.request.user).exclude(key=self.key)
        return [row for row in found[:10] if row != self.autosave]

    def others(self) -> list[str]:
        """Say who else has this form open."""
        return [row.sentence for row in self.autosaves.present(besides=self.request.user)] if self.obj else []

    @cached_property
    def autosave_url(self) -> str:
        return self._url("autosave", self.obj.pk) if self.obj else self._url("autosave_new")

    @cached_property
    def token_url(self) -> str:
        return self._url("form_token")

    def _url(self, what: str, *args) -> str:
        return admin_url(self.model_admin.model, what, *args)

    @cached_property
    def later(self) -> LaterForm:
        """When a change is to be made that is kept for later."""
        return LaterForm(self.request.POST if self.posted else None)

    def scheduled_changes(self) -> ScheduledChangeQuerySet:
        return ScheduledChange.objects.of(self.obj).unfinished() if self.obj else ScheduledChange.objects.none()

    @property
    def scheduled_changes_seen(self) -> list[str]:
        """The scheduled changes beside which this person wants theirs; they were told of them."""
        return self.request.POST.getlist(CHANGES_SEEN)

    @property
    def may_schedule(self) -> bool:
        return self.may_write and getattr(self.obj, "is_published", False)

    # What the form is filled with

    def fill(self, form_class: type[EditForm]) -> None:
        """Tell this request's form class what shall stand in it, or why it is not saved."""
        if not self.posted and self.may_write:
            form_class.filled = self.initial(form_class)
        form_class.refusal = self.refusal

    def initial(self, form_class: type[EditForm]) -> dict:
        if self.autosave:
            return values.sent_with(form_class, self.autosave.form_data)
        return values.initial_of(self.model_admin.model, self.chosen)

    @cached_property
    def chosen(self) -> dict:
        """The values of the revision or of the scheduled change that was asked for."""
        revision, change = (self.request.GET.get(name, "") for name in ("revision", "scheduled_change"))
        if self.obj and revision.isdecimal() and len(revision) < 10:
            found = Revision.objects.of(self.obj).filter(number=revision).first()
            there, _lacking = values.still_there(self.model_admin.model, found.data if found else {})
            return {name: value for name, value in there.items() if name not in values.STATE}
        if self.obj and change.isdecimal() and len(change) < 18:
            found = self.scheduled_changes().filter(pk=change).first()
            return found.proposal(self.obj) if found else {}
        return {}

    @cached_property
    def rows(self) -> dict:
        """The rows that shall stand in the form in the place of the saved ones."""
        if self.posted or not self.may_write:
            return {}
        if self.autosave:
            return inline_rows.sent(self.model_admin.model, self.autosave.form_data)
        return {
            name: self.chosen[name] for name in inline_rows.relations(self.model_admin.model) if name in self.chosen
        }

    @property
    def replaced(self) -> list[str]:
        """The names of the rows in the form that stand for all saved ones."""
        given = self.request.POST.getlist(inline_rows.REPLACED) if self.posted else self.rows
        return [name for name in inline_rows.relations(self.model_admin.model) if name in given]

    def form(self, data: QueryDict, obj: Any) -> EditForm:
        """Return the form of the desk, bound to ``data``; checking it leaves the saved object alone."""
        fields = flatten_fieldsets(self.model_admin.get_fieldsets(self.request, obj))
        # Of what one may not change, Django's form would have no fields; unsaved writing is shown all the same.
        change = obj is not None and self.may_write
        return self.model_admin.get_form(self.request, obj, change=change, fields=fields)(data, instance=obj)

    # What becomes of what came back

    def before_saving(self) -> HttpResponse | None:
        """Look whether somebody else saved; return a response when nothing is to be saved now."""
        if self.obj is None or not self.may_write:
            return None
        now = self.model_admin.model._base_manager.select_for_update(of=("self",)).get(pk=self.obj.pk)
        data = self.request.POST.copy()
        self.conflict = find_conflict(self.form(data, self.model_admin.model._base_manager.get(pk=now.pk)), data, now)
        self.request.POST = data  # type: ignore[assignment]  # the form that is shown again reads it
        if SCHEDULE not in data and data.get(STANDING, "public") != "public" and getattr(now, "is_published", False):
            self.is_public_since = self.refusal = _public_since(now)
        if self.conflict and not self.conflict.asks_nothing:
            self.refusal = self.conflict.sentence
        if self.refusal:
            return None
        if self.conflict:
            who = self.conflict.who or _("Somebody")
            messages.info(self.request, _("%(who)s changed the state meanwhile; that stands.") % {"who": who})
        if SCHEDULE in data:
            return schedule.schedule_change(self, data)
        if self.may_schedule and self.later.is_begun:
            self.refusal = _(
                "You set a time for a change later on, but pressed a button that saves at once. Nothing is saved yet: "
                "press “Save as a change for later”, or empty the time."
            )
        return None

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Take the rows away in whose place others stand in the form; nothing is taken when it is not saved."""
        if not self.posted or self.obj is None or not self.may_write or self.refusal or not self.replaced:
            yield
            return
        revisions.keep_before(self.obj)
        savepoint = transaction.savepoint()
        for name in self.replaced:
            getattr(self.obj, name).all().delete()
        with revisions.kept_already():
            yield
        if not self.saved:
            transaction.savepoint_rollback(savepoint)

    def after_saving(self, response: Any) -> Any:
        """Forget the unsaved writing that was saved; keep what could not be."""
        user, data = self.request.user, self.request.POST
        if self.texts_meet or self.is_public_since:
            response.status_code = 409
            self.keep_words()
        elif self.saved:
            autosaves.mark_saved(self.model_admin.model, self.saved.pk, user, self.key, _number(data.get(SERIAL)))
            if self.autosave:
                Autosave.objects.filter(pk=self.autosave.pk).update(data=None, saved_at=timezone.now())
            schedule.warn_of_crossed_changes(self)
        return response

    def keep_words(self) -> Autosave:
        """Keep what was sent as unsaved writing."""
        data = self.request.POST
        base = storable(data.get(BASE, ""))[:32]
        row, _made = self.autosaves.get_or_create(**self._row(), defaults={"base": base})
        fields = [[name, one] for name in data for one in data.getlist(name) if not name.startswith("_")]
        row.write([[storable(part) for part in field] for field in fields], base, self.serial)
        return row

    def _row(self) -> dict:
        return {
            "content_type": ContentType.objects.get_for_model(self.model_admin.model),
            "object_id": self.object_id,
            "user": self.request.user,
            "key": self.key,
        }


def _public_since(obj) -> str:
    last = Revision.objects.of(obj).filter(changed__contains=["published_at"]).first()
    text = _(
        "This became public while you were writing (%(at)s; published by %(who)s). Nothing of yours is saved yet: what "
        "you save from now on, everybody reads at once. Save once more if it is ready for that."
    )
    return text % {"at": in_words(obj.published_at), "who": (last and last.made_by_name) or _("somebody")}


def _number(text) -> int:
    """Return what a browser counted, or 0 for what is no such number."""
    return int(text) if text and text.isdecimal() and len(text) < 17 else 0
