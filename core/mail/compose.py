"""Writing mails: rendered from templates and put into the outbox in the caller's transaction."""

import re
from datetime import datetime
from email.utils import formatdate
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.template.context import make_context
from django.template.loader import get_template
from django.utils import timezone

from . import bounces, limits
from .outbox import SOLICITED, OutboxMail

# Sent after the personal mails, and not marked as an automatic answer (RFC 3834 leaves that to mailing lists).
BULK = frozenset({"newsletter", "petition-update"})


def queue_mail(
    to: str, template: str, context: dict, *, kind: str, headers: dict | None = None, due_at: datetime | None = None
) -> bool:
    """Write a mail into the outbox; it leaves after the caller's transaction has committed, and only then.

    ``template`` is the name without ending, as in ``"campaigns/mail/confirm_signature"``: its ``.txt`` begins with the
    line ``Subject: …`` and is rendered without HTML escaping; a ``.html`` beside it is optional. ``site_url`` and
    ``organisation`` are in the context. ``headers`` are added as they are, List-Unsubscribe for example. The language
    is the active one (``translation.override``).

    ``kind`` names the occasion (``"confirm-signature"``). Unless it is in SOLICITED, ``core.mail.limits`` says
    when it leaves; ``due_at`` is what they said before the caller's transaction began, and they are asked now when it
    is not given. Returns True when the mail was written, and False when it will never leave, for the caller's
    transaction only (a link that nobody receives must not replace an earlier one): what the visitor sees must be the
    same. Raises ValueError for what is no address.
    """
    subject, text, html = render_mail(template, context)
    if kind in SOLICITED:
        due_at = timezone.now()
    due_at = due_at or limits.due_at(to)
    is_sent = due_at < limits.NEVER
    # Written in any case and taken back: a quick answer must not tell that this mailbox was written to today.
    with transaction.atomic():
        OutboxMail.objects.create(
            to=to,
            subject=subject,
            text=text,
            html=html,
            headers=_headers(to, kind, due_at) | (headers or {}),
            kind=kind,
            is_bulk=kind in BULK,
            due_at=due_at,
        )
        if not is_sent:
            transaction.set_rollback(True)
    return is_sent


def list_headers(name: str, leave: str) -> dict[str, str]:
    """Return the headers of mails that many get: one click to leave (RFC 8058), and the list's name (RFC 2919)."""
    labels = (part if part.isascii() else f"xn--{part.encode('punycode').decode()}" for part in name.split("."))
    identifier = f"{'.'.join(labels)}.{urlsplit(settings.SITE_URL).hostname}"
    return {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{identifier}>",
    }


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


def render_mail(template: str, context: dict) -> Rendered:
    """Return what ``queue_mail`` would write, for a preview; ``html`` is empty where there is no such template."""
    template = template.removesuffix(".txt")
    context = {"site_url": settings.SITE_URL, "organisation": settings.ORGANISATION, **context}
    subject, text = _subject_and_text(_render(f"{template}.txt", context, autoescape=False))
    return Rendered(subject, text, _render_if_there(f"{template}.html", context))


def _headers(email: str, kind: str, due_at: datetime) -> dict:
    # Made now, so that a second attempt is the same mail to the last byte and the receiving side can see that.
    date = formatdate(due_at.timestamp() if due_at < limits.NEVER else None)
    headers = {"Message-ID": bounces.message_id(email), "Date": date}
    if kind not in BULK:
        headers["Auto-Submitted"] = "auto-generated"
    return headers


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
