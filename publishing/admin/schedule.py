"""The form's part in scheduled changes: a form that is kept for later, and what it crosses."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.moments import in_words

from .. import checks, inline_rows, values
from ..diff import field_diff
from ..scheduled_changes import ScheduledChange
from .publish_forms import LaterForm

SCHEDULE, CHANGES_SEEN = "_schedule", "_changes_seen"


def schedule_change(session: Any, data: QueryDict) -> HttpResponse | None:
    """Keep the form for later and return where to go on, or set the reason why not."""
    kept = session.model_admin.model._base_manager.get(pk=session.obj.pk)
    form = session.form(data, kept)
    later = LaterForm(data)
    if not later.is_valid():
        session.refusal = later.errors["at"][0]
        return None
    if session.request.FILES:
        session.refusal = _("A file cannot be planned. Please save it now, and plan the words.")
        return None
    at = later.cleaned_data["at"]
    if not form.is_valid():
        return None
    if problems := checks.new_problems(form.instance, session.model_admin.model._base_manager.get(pk=kept.pk)):
        session.refusal = " ".join(problem.message for problem in problems)
        return None
    before, after = (
        values.snapshot(session.obj),
        values.of_form(form) | inline_rows.sent(session.model_admin.model, data),
    )
    base = {name: before[name] for name in after}
    if base == after:
        session.refusal = _("Nothing is different yet. Change the form first, then plan it.")
        return None
    if _crosses_another(session, data, [name for name in after if base[name] != after[name]]):
        return None
    user = session.request.user
    change = ScheduledChange(obj=session.obj, at=at, base=base, data=after, made_by=user)
    change.made_by_name = (user.get_full_name() or user.get_username())[:150]
    change.save()
    session.saved = session.obj
    when = {"at": in_words(at)}
    session.model_admin.log_change(session.request, session.obj, _("planned a change for %(at)s") % when)
    messages.success(session.request, _("Planned for %(at)s. The page stays as it is until then.") % when)
    return redirect(session.request.path)


def _crosses_another(session, data, names) -> bool:
    """Ask, once, when another scheduled change of the same fields waits."""
    others, seen = session.scheduled_changes().waiting().touching(names), data.getlist(CHANGES_SEEN)
    data.setlist(CHANGES_SEEN, [str(other.pk) for other in others])
    if all(str(other.pk) in seen for other in others):
        return False
    told = [
        _("on %(at)s by %(who)s: %(names)s")
        % {"at": in_words(other.at), "who": other.made_by_name or "–", "names": ", ".join(other.labels)}
        for other in others
    ]
    session.refusal = _(
        "Another change of the same is planned (%(told)s). Both are made, each at its time; where both change the same "
        "words, those of the later one stand. Nothing is planned yet: press the button again if this is what you want."
    ) % {"told": "; ".join(told)}
    return True


def warn_of_crossed_changes(session: Any) -> None:
    """After a save: say which scheduled changes cannot be made any more, as long as somebody can mend it."""
    for waiting in session.scheduled_changes().waiting():
        if names := waiting.outcome(session.saved).crossed:
            labels = ", ".join(field_diff.label(session.model_admin.model, name) for name in names)
            text = _(
                "The change planned for %(at)s cannot be made like this, for the same words were changed now "
                "(%(names)s). Please look at it: put it into the form, or cancel it."
            )
            messages.warning(session.request, text % {"at": in_words(waiting.at), "names": labels})
