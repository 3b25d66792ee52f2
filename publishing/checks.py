"""What must be right before something is public, whoever publishes it and by whatever door.

``Publishable.save`` asks it, so neither a form nor an action, a date, a command or an import gets past; only what
names itself with ``exempt`` does. What was public with its faults already may be edited, but not get worse.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from . import embeds, text_checks, whereabouts
from .pictures import Picture, describes


@dataclass(frozen=True)
class Problem:
    """``field`` is where it can be mended, ``find`` the place within its text (see text_checks.Finding)."""

    field: str
    message: str
    code: str
    find: str = ""


_rules: list[tuple[type, Callable]] = []
_exempt: ContextVar[str] = ContextVar("exempt from the checklist", default="")


def register(model, rule: Callable) -> None:
    """Ask ``rule(thing)``, too, for an iterable of problems; called from ``AppConfig.ready``."""
    _rules.append((model, rule))


def needs(field: str, message) -> Callable:
    """Return the rule that a field must not be empty."""

    def rule(thing):
        value = getattr(thing, field)
        if not value or not str(value).strip():
            yield Problem(field, str(message), "missing")

    return rule


@contextmanager
def exempt(reason: str):
    """Let things become public unchecked; ``reason`` says why, for who reads the code: ``with exempt("import"): …``."""
    before = _exempt.set(reason)
    try:
        yield
    finally:
        _exempt.reset(before)


def is_exempt() -> bool:
    return bool(_exempt.get())


def problems(thing) -> list[Problem]:
    """Return all that keeps ``thing`` from being public, saved or not; nothing is changed."""
    found = [*_words(thing), *_own_picture(thing), *_chosen_pictures(thing), *_texts(thing)]
    for model, rule in _rules:
        if isinstance(thing, model):
            found += rule(thing)
    return found


def new_problems(thing, before=None) -> list[Problem]:
    """Return what keeps ``thing`` from being public in this form; nothing while it is not going to be.

    ``before`` is what is kept of it. What was wrong with that while it was public already is not counted again.
    """
    if not thing.is_live or is_exempt():
        return []
    known = {(problem.code, problem.field, problem.find) for problem in problems(before)} if _is_live(before) else set()
    return [problem for problem in problems(thing) if (problem.code, problem.field, problem.find) not in known]


def require(thing, before=None) -> None:
    """Raise ValidationError, by field, unless ``thing`` may be public as it is."""
    by_field = {}
    for problem in new_problems(thing, before):
        by_field.setdefault(problem.field, []).append(problem.message)
    if by_field:
        raise ValidationError(by_field)


def _is_live(thing) -> bool:
    return thing is not None and thing.is_live


def _words(thing) -> Iterator[Problem]:
    missing = {
        "title": _("It has no title."),
        "slug": _("It has no address."),
        "language": _("It does not say in which language it is written."),
        "summary": _("It has no summary: lists, search engines and shared links show it."),
    }
    for field in missing.keys() - thing.MAY_LACK:
        if not str(getattr(thing, field) or "").strip():
            yield Problem(field, missing[field], "missing")
    if thing.slug and (thing.slug in thing.RESERVED_SLUGS or whereabouts.is_taken(thing)):
        yield Problem("slug", _("Its address belongs to the site itself."), "reserved")


def _own_picture(thing) -> Iterator[Problem]:
    if isinstance(thing, Picture) and (fault := _fault(thing)):
        yield Problem("alt", fault, "alt")


def _chosen_pictures(thing) -> Iterator[Problem]:
    for field in thing._meta.fields:
        if isinstance(field, ForeignKey) and issubclass(field.related_model, Picture):
            picture = getattr(thing, field.name)
            if picture and (fault := _fault(picture)):
                yield Problem(field.name, _("“%(picture)s”: %(fault)s") % {"picture": picture, "fault": fault}, "alt")


def _texts(thing) -> Iterator[Problem]:
    for field in thing.HTML_FIELDS:
        html = getattr(thing, field)
        for finding in text_checks.findings(html):
            yield Problem(field, finding.message, finding.code, finding.find)
        for mark, shown in embeds.named(text_checks.marks(html)):
            if isinstance(shown, Picture) and (fault := _fault(shown)):
                message = _("The picture “%(picture)s” in the text: %(fault)s")
                yield Problem(field, message % {"picture": shown, "fault": fault}, "alt", f"[data-embed={mark}]")


def _fault(picture) -> str:
    if not picture.file or picture.decorative:
        return ""
    if not picture.alt.strip():
        return _("it has no description for those who cannot see it, and is not marked as decoration.")
    return "" if describes(picture.alt) else _("its description says only that there is a picture.")
