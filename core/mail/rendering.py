"""What stands in a mail: made of its template, at once or by the worker that sends it."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.context import make_context
from django.template.loader import get_template
from django.utils import translation

from .. import identity

# The kind of a mail → what returns its template and context of the arguments kept in the outbox, or None when what it
# is about is gone.
Writer = Callable[..., tuple[str, dict] | None]
_writers: dict[str, Writer] = {}


class Rendered(NamedTuple):
    subject: str = ""
    text: str = ""
    html: str = ""


def register(kind: str, writer: Writer) -> None:
    """Let the worker write mails of this kind (see ``compose.queue_arguments``). Called from an app's ``ready``."""
    _writers[kind] = writer


def render_arguments(kind: str, language: str, arguments: dict[str, Any]) -> Rendered | None:
    """Return the mail that stands in the outbox as its arguments, None when what it is about is gone."""
    with translation.override(language):
        found = _writers[kind](**arguments)
        return render_mail(*found) if found else None


def render_mail(template: str, context: dict) -> Rendered:
    """Return subject and parts of a mail; ``html`` is empty where there is no such template."""
    template = template.removesuffix(".txt")
    context = {"site_url": settings.SITE_URL, "organisation": identity.current(), **context}
    subject, text = _subject_and_text(_render(f"{template}.txt", context, autoescape=False))
    return Rendered(subject, text, _render_if_there(f"{template}.html", context))


def _render(name: str, context: dict, *, autoescape: bool) -> str:
    template = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine has one
    return template.render(make_context(context, autoescape=autoescape))


def _render_if_there(name: str, context: dict) -> str:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return ""
    return _render(name, context, autoescape=True)


def _subject_and_text(rendered: str) -> tuple[str, str]:
    first, _newline, rest = rendered.lstrip().partition("\n")
    if not first.startswith("Subject:"):
        raise ValueError("The first line of a mail's template must begin with “Subject:”.")
    # What was typed by people may hold line breaks; a header must not.
    subject = re.sub(r"[\x00-\x1f\x7f\s]+", " ", first.removeprefix("Subject:")).strip()
    return subject, re.sub(r"\n{3,}", "\n\n", rest).strip() + "\n"
