"""Writing mails: rendered from templates and put into the outbox in the caller's transaction."""

import re
from email.utils import formatdate, make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.template.context import make_context
from django.template.loader import get_template

from .addresses import canonical
from .outbox import OutboxMail
from .throttle import DAY, allow

# People asked for these. Every other kind is mail that a stranger could cause for somebody else, and counts.
SOLICITED = frozenset({"newsletter", "petition-update", "comment-followup", "staff"})
# Sent after the personal mails, and not marked as an automatic answer (RFC 3834 leaves that to mailing lists).
BULK = frozenset({"newsletter", "petition-update"})
UNSOLICITED_A_DAY = 3


def queue_mail(to: str, template: str, context: dict, *, kind: str, headers: dict | None = None) -> bool:
    """Write a mail into the outbox; it leaves after the caller's transaction has committed, and only then.

    ``template`` is the name without ending, as in ``"campaigns/mail/confirm_signature"``: its ``.txt`` begins with the
    line ``Subject: …`` and is rendered without HTML escaping; a ``.html`` beside it is optional. ``site_url`` and
    ``organisation`` are in the context. ``headers`` are added as they are, List-Unsubscribe for example. The language
    is the active one (``translation.override``).

    ``kind`` names the occasion (``"confirm-signature"``). Unless it is in SOLICITED, one mailbox gets three such mails
    in 24 hours from the whole site; what is more is dropped. Returns True when the mail was written, for the caller's
    transaction only (a link that nobody receives must not replace an earlier one): what the visitor sees must be the
    same. Raises ValueError for what is no address.
    """
    template = template.removesuffix(".txt")
    context = {"site_url": settings.SITE_URL, "organisation": settings.ORGANISATION, **context}
    subject, text = _subject_and_text(_render(f"{template}.txt", context, autoescape=False))
    html = _render_if_there(f"{template}.html", context)
    may_go = kind in SOLICITED or allow("unsolicited mail", canonical(to), UNSOLICITED_A_DAY, DAY)
    # Written in any case and taken back: a quick answer must not tell that this mailbox was written to today.
    with transaction.atomic():
        OutboxMail.objects.create(
            to=to,
            subject=subject,
            text=text,
            html=html,
            headers=_headers(kind) | (headers or {}),
            kind=kind,
            is_bulk=kind in BULK,
        )
        if not may_go:
            transaction.set_rollback(True)
    return may_go


def _headers(kind: str) -> dict:
    # Made now, so that a second attempt is the same mail to the last byte and the receiving side can see that.
    headers = {"Message-ID": make_msgid(domain=urlsplit(settings.SITE_URL).hostname), "Date": formatdate()}
    if kind not in BULK:
        headers["Auto-Submitted"] = "auto-generated"
    return headers


def _render(name: str, context: dict, *, autoescape: bool) -> str:
    return get_template(name).template.render(make_context(context, autoescape=autoescape))


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
