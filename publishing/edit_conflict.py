"""Two people at one text: what only one of them changed is merged, what both changed is asked."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.characters import storable
from core.moments import in_words
from core.richtext import markup

from . import inline_rows, values
from .diff import field_diff, text_diff
from .revisions import Revision

CHOICE, BASE, FORK, ASKED = "_choice_", "_base", "_fork", "_asked"


@dataclass
class ConflictQuestion:
    """One field that both changed, each in another way."""

    model: type
    name: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def label(self) -> str:
        return field_diff.label(self.model, self.name)

    @property
    def input_name(self) -> str:
        return CHOICE + self.name

    @property
    def my_change(self) -> field_diff.Change:
        return field_diff.change(self.model, self.name, self.base, self.mine)

    @property
    def their_change(self) -> field_diff.Change:
        return field_diff.change(self.model, self.name, self.base, self.theirs)

    @cached_property
    def merged(self) -> text_diff.Merged | None:
        """Both in one text; None for what is no text of several words."""
        texts = (self.base, self.mine, self.theirs)
        long = any(isinstance(text, str) and " " in text for text in texts)
        if not long or not all(isinstance(text, str) for text in texts):
            return None
        return self._merge(only_mine=False)

    @property
    def mine_and_theirs_elsewhere(self) -> str:
        """Both in one text; where both wrote, mine alone."""
        return self._merge(only_mine=True).text

    def _merge(self, *, only_mine: bool) -> text_diff.Merged:
        merged = text_diff.merge(self.base, self.mine, self.theirs, only_mine=only_mine)
        if values.is_html(self.model, self.name):
            merged = text_diff.Merged(markup.clean(merged.text), merged.overlaps)
        return merged

    @property
    def merged_change(self) -> field_diff.Change | None:
        return field_diff.change(self.model, self.name, self.mine, self.merged.text) if self.merged else None

    def answer(self, choice: str) -> Any:
        """Return the field's value by the editor's choice."""
        if choice == "theirs":
            return self.theirs
        return self.merged.text if choice == "both" and self.merged else self.mine


@dataclass
class EditConflict:
    """Somebody saved while this form was open. ``theirs`` is what is saved now."""

    model: type
    base: dict
    mine: dict
    theirs: dict
    who: str = ""
    at: datetime | None = None
    fork: str = ""
    only: set | None = None
    unanswered: list = field(default_factory=list)

    @cached_property
    def questions(self) -> list[ConflictQuestion]:
        found = []
        for name, mine in self.mine.items():
            if self.only is not None and name not in self.only:
                continue
            base, theirs = self.base.get(name), self.theirs.get(name)
            if mine != theirs and theirs != base and mine != base:
                found.append(ConflictQuestion(self.model, name, base, mine, theirs))
        return found

    @property
    def taken(self) -> list[str]:
        """The fields that only the other one changed."""
        return [name for name in self.mine if self._is_theirs_alone(name)]

    @property
    def taken_labels(self) -> list[str]:
        return [field_diff.label(self.model, name) for name in self.taken]

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
        at = in_words(self.at) if self.at else ""
        return _("%(who)s saved this, too (%(at)s). Nothing was overwritten, and nothing of yours is saved yet.") % {
            "who": who,
            "at": at,
        }


def find_conflict(form: Any, data: Any, obj: Any) -> EditConflict | None:
    """Return the conflict that this post (a mutable QueryDict) makes, or None when nobody else saved meanwhile.

    What only the others changed is written into ``data``, and so are the answers to questions of an earlier conflict.
    """
    now, base, fork = values.snapshot(obj), storable(data.get(BASE, "")), storable(data.get(FORK, ""))
    is_new = bool(base) and values.digest(now) != base
    if not is_new and not fork:
        return None
    written = values.of_form(form) | inline_rows.sent(form._meta.model, data)
    mine = {name: value for name, value in written.items() if name in now}
    if is_new:
        conflict = _conflict(form, obj, base, mine, now)
        for name in conflict.taken:
            values.put(data, form, name, now[name])
        # The numbers of the rows in this form may be those of rows that are gone.
        for name in inline_rows.relations(form._meta.model).keys() & mine.keys() - set(conflict.taken):
            values.put(data, form, name, mine[name])
        return conflict
    conflict = _conflict(form, obj, fork, mine, now)
    conflict.only = set(data.getlist(ASKED))
    conflict.unanswered = [question for question in conflict.questions if not data.get(question.input_name)]
    if conflict.unanswered:
        return conflict
    for question in conflict.questions:
        values.put(data, form, question.name, question.answer(data[question.input_name]))
    return None


def _conflict(form, obj, digest, mine, now) -> EditConflict:
    history = Revision.objects.of(obj)
    seen, last = history.filter(digest=digest).first(), history.first()
    # Of a state that nobody kept, nothing is known: then all that differs is asked.
    base = seen.data if seen else {}
    known = last if last and last.tells(now) else None
    return EditConflict(
        form._meta.model,
        base,
        mine,
        now,
        who=known.made_by_name if known else "",
        at=known.made_at if known else getattr(obj, "updated_at", None),
        fork=digest,
    )
