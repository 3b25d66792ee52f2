"""The forms of the publication page: when an object is public, and why it no longer is."""

import datetime
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.admin_labels import name_parts
from core.lazy_text import LazyText
from core.moments import MomentField, MomentWidget

from .. import reviews
from ..publishable import State
from ..reviews import MOST_WORDS
from ..unsaved import LEFT_OUT, UnsavedWorkForm

NOW, AT = "now", "at"


def moment(**options) -> MomentField:
    """Return a field of two boxes for a date and a time that may stay empty, in the site's zone."""
    widget = MomentWidget(time_format="%H:%M")
    field = MomentField(widget=widget, required=False, input_date_formats=["%Y-%m-%d"], **options)
    name_parts(field)
    return field


def note_field(label: LazyText, help_text: LazyText = "") -> forms.CharField:
    """Return a field for what somebody says to those who get the mail about it."""
    box = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, max_length=MOST_WORDS, required=False, widget=box)


class DatesForm(UnsavedWorkForm):
    """When it appears and ends. A date that is typed is never thrown away: beside “now” it is asked about."""

    data: dict[str, Any]  # a QueryDict where it came by HTTP

    when = forms.ChoiceField(label=gettext_lazy("When"), choices=[(NOW, NOW), (AT, AT)])
    at = moment(label=gettext_lazy("Public from"))
    until = moment(label=gettext_lazy("Public until (empty: for good)"))
    note = note_field(gettext_lazy("A word to those who wrote it"))
    reason = note_field(
        gettext_lazy("Why it is published nevertheless"),
        gettext_lazy("Kept with the version and in the audit log. What is missing stays on the checklist."),
    )

    together = forms.BooleanField(required=False, initial=True)

    def __init__(self, obj, data=None, needs_reason=False, companions=()):
        self.obj = obj
        self.unfinished_beside: list[str] = []
        when = AT if obj.state == State.SCHEDULED else NOW
        initial = {"when": when, "at": obj.published_at, "until": obj.expires_at}
        super().__init__(data, initial=initial, obj=obj)
        if needs_reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
        if companions:
            names = ", ".join(f"“{one}”" for one in companions)
            self.fields["together"].label = _("Publish %(what)s, too: it is a draft so far.") % {"what": names}
            for number, one in enumerate(companions):
                label = _("In “%(title)s”, which is published with it: %(sentence)s") % {"title": one, "sentence": "%s"}
                self.unfinished_beside += self.ask_about(one, f"without_{number}", label=label, required=False)
        else:
            del self.fields["together"]
        boxes = self.fields["at"].widget
        for box, kept in zip(boxes.widgets, boxes.decompress(obj.published_at), strict=True):
            box.attrs["data-kept"] = box.format_value(kept) or ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self._look_at_the_beginning(given)
        begins = given.get("at") if given.get("when") == AT else timezone.now()
        if given.get("until") and begins and given["until"] <= begins:
            self.add_error("until", _("It would be over before it appears."))
        for name in self.unfinished_beside:
            if given.get("together") and not given.get(name):
                self.add_error(name, LEFT_OUT)
        return given

    def _look_at_the_beginning(self, given):
        at = given.get("at")
        if self._is_as_kept(at):
            at = given["at"] = self.obj.published_at
        if given.get("when") == AT and not at and "at" not in self.errors:
            self.add_error("at", _("Write the date and the time, or choose “now”."))
        elif given.get("when") == NOW and at and at != self.obj.published_at:
            self.add_error("at", self._question)
        if "at" in self.errors:  # what is asked about is chosen when the page comes back
            self.data = self.data.copy()
            self.data["when"] = AT

    def _is_as_kept(self, at) -> bool:
        kept = self.obj.published_at
        return bool(at and kept) and at == kept.replace(second=0, microsecond=0)

    @property
    def _question(self) -> str:
        if self.obj.state == State.PUBLIC:
            return _(
                "You wrote another date, but “it stays public” was chosen. Nothing is changed yet: press the button "
                "again to take this date, or choose “it stays public” and put the old date back."
            )
        return _(
            "You wrote a date, but “now” was chosen. Nothing is published yet: press the button again to take this "
            "date, or choose “now” and empty the date."
        )

    @property
    def begins(self) -> datetime.datetime | None:
        """The moment that the button means: a date, or None for now and for what is not yet right."""
        if self["when"].value() != AT:
            return None
        if not self.is_bound:
            return self.obj.published_at
        try:
            return self.fields["at"].clean(self["at"].data)
        except forms.ValidationError:
            return None

    @property
    def button_labels(self) -> dict[str, str]:
        """What the button says: for now, for a date ahead, for one that is past. ``%s`` is the date."""
        if self.obj.state == State.PUBLIC:
            return {"now": _("Set these dates"), "ahead": _("Hide it until %s"), "past": _("Set these dates")}
        return {"now": _("Publish now"), "ahead": _("Schedule for %s"), "past": _("Publish with the date %s")}

    @property
    def button(self) -> str:
        at = self.begins
        if at is None:
            return self.button_labels["now"]
        shown = formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
        return self.button_labels["ahead" if at > timezone.now() else "past"].replace("%s", shown)

    @property
    def now(self) -> str:
        """The time on the clocks of the site's zone, as the page's script compares it."""
        return f"{timezone.localtime():%Y-%m-%dT%H:%M:%S}"


class LaterForm(forms.Form):
    """When a change of what is public is to be made."""

    prefix = "_schedule"  # what begins so is no field of the object, and not kept as unsaved writing

    at = moment(label=gettext_lazy("On"))

    def clean_at(self) -> datetime.datetime:
        at = self.cleaned_data["at"]
        if not at:
            raise forms.ValidationError(_("Please set the date and the time of the planned change."))
        if at <= timezone.now():
            raise forms.ValidationError(_("The time of a planned change must lie ahead."))
        return at

    @property
    def is_begun(self) -> bool:
        """Whether somebody typed a date or a time."""
        return any(self["at"].value() or ()) if self.is_bound else False


class AskForm(forms.Form):
    """Whom to ask for review, and what to say."""

    EVERYBODY = ""

    reviewer = forms.ChoiceField(label=gettext_lazy("Whom"), required=False)
    note = note_field(gettext_lazy("What they should know"))

    def __init__(self, obj, by, data=None):
        super().__init__(data, auto_id="ask_%s")
        self.people = {str(person.pk): person for person in reviews.reviewers(obj).exclude(pk=by.pk)}
        named = [(key, person.get_full_name() or person.get_username()) for key, person in self.people.items()]
        number = len(named)
        everybody = ngettext("%d person who may publish it", "everybody who may publish it (%d)", number) % number
        reviewer: Any = self.fields["reviewer"]
        reviewer.choices = [(self.EVERYBODY, everybody if named else _("nobody")), *named]
        if not named:
            reviewer.help_text = _("No other account that may publish it has a mail address.")

    @property
    def to(self) -> list:
        chosen = self.cleaned_data["reviewer"]
        return [self.people[chosen]] if chosen else list(self.people.values())


class BackForm(forms.Form):
    note = note_field(gettext_lazy("What is to be done"))

    def __init__(self, data=None):
        super().__init__(data, auto_id="back_%s")


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Everybody who comes to its address reads this. Say nothing that had to go. Plain text."
        ),
    )
