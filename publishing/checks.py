"""What must be right before something is public, whoever publishes it and by whatever door.

``Publishable.save`` asks it, so neither a form nor an action, a date, a command or an import gets past; only what
names itself with ``exempt`` does. What was public with its faults already may be edited, but not get worse.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from core import slugs
from core.media.pictures import Picture, describes
from core.redirects import page_registry
from core.richtext import embeds

from . import dead_links, text_checks


@dataclass(frozen=True)
class Problem:
    """``field`` is where it can be mended, ``find`` the place within its text (see text_checks.Finding).

    What does not block is asked for at the desk, and may be missing in public. What is ``waivable`` blocks until
    somebody who may publish says why it is published nevertheless (see ``waived``).
    """

    field: str
    message: str
    code: str
    find: str = ""
    blocks: bool = True
    waivable: bool = False


_exempt: ContextVar[str] = ContextVar("exempt from the checks", default="")
_waived: ContextVar[str] = ContextVar("why it is published with its faults", default="")


@contextmanager
def exempt(reason: str) -> Iterator[None]:
    """Let objects become public unchecked; ``reason`` says why to readers of the code: ``with exempt("import"): …``."""
    before = _exempt.set(reason)
    try:
        yield
    finally:
        _exempt.reset(before)


@contextmanager
def waived(reason: str) -> Iterator[None]:
    """Let an object become public with its waivable faults; whoever calls it keeps the ``reason``."""
    before = _waived.set(reason.strip())
    try:
        yield
    finally:
        _waived.reset(before)


def is_exempt() -> bool:
    """Return True within ``exempt``."""
    return bool(_exempt.get())


def problems(obj: Any) -> list[Problem]:
    """Return all that keeps ``obj`` from being public, saved or not; nothing is changed."""
    return [problem for problem in _found(obj) if problem.blocks]


def suggestions(obj: Any) -> list[Problem]:
    """Return what would be good to have, and keeps nothing from being public."""
    return [*(problem for problem in _found(obj) if not problem.blocks), *_dead_links(obj)]


def _found(obj) -> list[Problem]:
    shared = [*_words(obj), *_own_picture(obj), *_chosen_pictures(obj), *_texts(obj)]
    return [*shared, *_needed(obj), *obj.own_problems()]


def new_problems(obj: Any, before: Any = None) -> list[Problem]:
    """Return what keeps ``obj`` from being public in this form; nothing while it is not going to be.

    ``before`` is what is kept of it. What was wrong with that while it was public already is not counted again.
    """
    if not obj.is_live or is_exempt():
        return []
    known = {(problem.code, problem.field, problem.find) for problem in problems(before)} if _is_live(before) else set()
    found = [problem for problem in problems(obj) if not (_waived.get() and problem.waivable)]
    return [problem for problem in found if (problem.code, problem.field, problem.find) not in known]


def require(obj: Any, before: Any = None) -> None:
    """Raise ValidationError, by field, unless ``obj`` may be public as it is."""
    by_field: dict[str, list[str]] = {}
    for problem in new_problems(obj, before):
        by_field.setdefault(problem.field, []).append(problem.message)
    if by_field:
        raise ValidationError(by_field)


def _is_live(obj) -> bool:
    return obj is not None and obj.is_live


def _words(obj) -> Iterator[Problem]:
    missing = {
        "title": _("It has no title."),
        "slug": _("It has no address."),
        "language": _("It does not say in which language it is written."),
        "summary": _("It has no summary: lists, search engines and shared links show it."),
    }
    for field in missing.keys() - obj.MAY_LACK:
        if not str(getattr(obj, field) or "").strip():
            yield Problem(field, missing[field], "missing", waivable=field == "summary")
    if obj.slug and not slugs.is_slug(obj.slug):
        yield Problem("slug", str(slugs.validate.message), "invalid")
    elif page_registry.is_taken(obj):
        yield Problem("slug", _("Its address belongs to the site itself."), "reserved")


def _needed(obj) -> Iterator[Problem]:
    for field, message in obj.NEEDED.items():
        value = getattr(obj, field)
        if not value or not str(value).strip():
            yield Problem(field, str(message), "missing")


def _own_picture(obj) -> Iterator[Problem]:
    if not isinstance(obj, Picture):
        return
    if obj.PICTURE_REQUIRED and not obj.file:
        yield Problem("file", _("The picture is missing."), "missing")
    for field, fault in _faults(obj):
        yield Problem(field, fault, field, waivable=field == "alt")


def _chosen_pictures(obj) -> Iterator[Problem]:
    for field in obj._meta.fields:
        if isinstance(field, ForeignKey) and issubclass(cast(type, field.related_model), Picture):
            picture = getattr(obj, field.name)
            for code, fault in _faults(picture) if picture else ():
                message = _("“%(picture)s”: %(fault)s") % {"picture": picture, "fault": fault}
                yield Problem(field.name, message, code, waivable=code == "alt")


def _texts(obj) -> Iterator[Problem]:
    for field in obj.HTML_FIELDS:
        html = getattr(obj, field)
        for finding in text_checks.findings(html):
            yield Problem(field, finding.message, finding.code, finding.find, finding.blocks, waivable=True)
        for mark, shown in embeds.named(text_checks.marks(html)):
            for code, fault in _faults(shown) if isinstance(shown, Picture) else ():
                message = _("The picture “%(picture)s” in the text: %(fault)s") % {"picture": shown, "fault": fault}
                yield Problem(field, message, code, f"[data-embed={mark}]", waivable=code == "alt")


def _dead_links(obj) -> Iterator[Problem]:
    """Only suggested, for the page may come tomorrow; so it is not asked at every save."""
    address = obj.get_absolute_url() if obj.HTML_FIELDS and obj.slug else ""
    for field in obj.HTML_FIELDS:
        for link, message in dead_links.found(getattr(obj, field), address):
            yield Problem(field, message, "dead", f'a[href="{link}"]', blocks=False)


def _faults(picture) -> Iterator[tuple[str, str]]:
    """Yield what a picture lacks: the code, which is the field to mend, and a sentence."""
    if not picture.file:
        return
    if not picture.decorative and not picture.alt_text.strip():
        yield "alt", _("it has no description for those who cannot see it, and is not marked as decoration.")
    elif not picture.decorative and not describes(picture.alt_text):
        yield "alt", _("its description says only that there is a picture.")
    if unanswered := picture.unanswered:
        yield "consent", str(unanswered)
