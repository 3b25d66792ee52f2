"""Two people at one text: what only one of them changed is merged, what both changed is asked."""

from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .. import markup
from . import changes, rows, values, words
from .versions import Version

CHOICE, BASE, FORK, ASKED = "_choice_", "_base", "_fork", "_asked"


@dataclass
class Question:
    """One field that both changed, each in another way."""

    model: type
    name: str
    base: object
    mine: object
    theirs: object

    @property
    def label(self) -> str:
        return changes.label(self.model, self.name)

    @property
    def input_name(self) -> str:
        return CHOICE + self.name

    @property
    def my_change(self):
        return changes.change(self.model, self.name, self.base, self.mine)

    @property
    def their_change(self):
        return changes.change(self.model, self.name, self.base, self.theirs)

    @cached_property
    def merged(self) -> words.Merged | None:
        """Both in one text; None for what is no text of several words."""
        texts = (self.base, self.mine, self.theirs)
        long = any(isinstance(text, str) and " " in text for text in texts)
        if not long or not all(isinstance(text, str) for text in texts):
            return None
        merged = words.merge(*texts)
        if values.is_html(self.model, self.name):
            merged = words.Merged(markup.clean(merged.text), merged.overlaps)
        return merged

    @property
    def merged_change(self):
        return changes.change(self.model, self.name, self.mine, self.merged.text) if self.merged else None

    def answer(self, choice: str):
        """Return the field's value by the editor's choice."""
        if choice == "theirs":
            return self.theirs
        return self.merged.text if choice == "both" and self.merged else self.mine


@dataclass
class Meeting:
    """Somebody saved while this form was open. ``theirs`` is what is saved now."""

    model: type
    base: dict
    mine: dict
    theirs: dict
    who: str = ""
    at: object = None
    fork: str = ""
    only: set | None = None
    unanswered: list = field(default_factory=list)

    @cached_property
    def questions(self) -> list[Question]:
        found = []
        for name, mine in self.mine.items():
            if self.only is not None and name not in self.only:
                continue
            base, theirs = self.base.get(name), self.theirs.get(name)
            if mine != theirs and theirs != base and mine != base:
                found.append(Question(self.model, name, base, mine, theirs))
        return found

    @property
    def taken(self) -> list[str]:
        """The fields that only the other one changed."""
        return [name for name in self.mine if self._is_theirs_alone(name)]

    @property
    def taken_labels(self) -> list[str]:
        return [changes.label(self.model, name) for name in self.taken]

    @property
    def asks_nothing(self) -> bool:
        """Return True when only the state has changed, as an action in a list does."""
        return not self.questions and all(name in values.STATE for name in self.taken)

    def _is_theirs_alone(self, name) -> bool:
        base, theirs = self.base.get(name), self.theirs.get(name)
        return self.only is None and theirs not in (base, self.mine[name]) and self.mine[name] == base

    @property
    def sentence(self) -> str:
        who = self.who or _("Somebody")
        if self.unanswered:
            return _("Please choose below which words shall stand. Nothing is saved yet.")
        at = changes.moment(self.at) if self.at else ""
        return _("%(who)s saved this, too (%(at)s). Nothing was overwritten, and nothing of yours is saved yet.") % {
            "who": who,
            "at": at,
        }


def meet(form, data, thing) -> Meeting | None:
    """Return the meeting that this post (a mutable QueryDict) makes, or None when nobody else saved meanwhile.

    What only the others changed is written into ``data``, and so are the answers to questions of an earlier meeting.
    """
    now, base, fork = values.snapshot(thing), data.get(BASE, ""), data.get(FORK, "")
    is_new = bool(base) and values.digest(now) != base
    if not is_new and not fork:
        return None
    written = values.of_form(form) | rows.sent(form._meta.model, data)
    mine = {name: value for name, value in written.items() if name in now}
    if is_new:
        meeting = _meeting(form, thing, base, mine, now)
        for name in meeting.taken:
            values.put(data, form, name, now[name])
        # The numbers of the rows in this form may be those of rows that are gone.
        for name in rows.relations(form._meta.model).keys() & mine.keys() - set(meeting.taken):
            values.put(data, form, name, mine[name])
        return meeting
    meeting = _meeting(form, thing, fork, mine, now)
    meeting.only = set(data.getlist(ASKED))
    meeting.unanswered = [question for question in meeting.questions if not data.get(question.input_name)]
    if meeting.unanswered:
        return meeting
    for question in meeting.questions:
        values.put(data, form, question.name, question.answer(data[question.input_name]))
    return None


def _meeting(form, thing, digest, mine, now) -> Meeting:
    history = Version.objects.of(thing)
    seen, last = history.filter(digest=digest).first(), history.first()
    # Of a state that nobody kept, nothing is known: then all that differs is asked.
    base = seen.data if seen else {}
    known = last and last.tells(now)
    return Meeting(
        form._meta.model,
        base,
        mine,
        now,
        who=last.made_by_name if known else "",
        at=last.made_at if known else getattr(thing, "updated_at", None),
        fork=digest,
    )
