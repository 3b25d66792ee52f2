"""Mail to the administrators: once when something has begun to go wrong, and once when it is well again.

It names the part of the site and says what the desk's page says: no person, no address, nothing of a mail's content.
"""

import datetime
import logging

from django.conf import settings
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.alerts import Alert
from core.languages import speaking
from core.live_installation import is_live
from core.mail.compose import queue_mail
from core.mail.message import Message
from core.mail.rendering import render_mail

from ..navigation import HEALTH
from .part import Part, PartState
from .parts import parts
from .recipients import recipients

logger = logging.getLogger(__name__)

TEMPLATE = "admin/mail/alert"
# What is told, and from which state on; the rest stands on the page alone.
TOLD = {
    "jobs-failed": PartState.WARNING,
    "outbox": PartState.BAD,
    "mail-server": PartState.BAD,
    "mail-limit": PartState.WARNING,
    "disk": PartState.WARNING,
    "certificate": PartState.WARNING,
    "backup": PartState.WARNING,
    "keys": PartState.BAD,
}
LASTING = datetime.timedelta(seconds=50)  # seen twice: not what mends itself in a moment
WELL_FOR = datetime.timedelta(minutes=10)  # so that what comes and goes is told once
# Ahead of all that is due: an alert must not wait for what it is about.
AHEAD = datetime.timedelta(days=4)


def tell_administrators() -> None:
    """Look how the site does, and mail what has begun to go wrong and what is well again; a copy tells nobody."""
    if not is_live():
        return
    with speaking(settings.LANGUAGE_CODE), transaction.atomic():
        begun, over = _changes(parts())
        if begun or over:
            _write(begun, over)


def _changes(found: list[Part]) -> tuple[list[Part], list[str]]:
    """Note what is seen; return the troubles to be told of, and the names of those that are over."""
    now = timezone.now()
    names = {part.key: part.name for part in found}
    troubles = {part.key: part for part in found if _is_trouble(part)}
    known = {alert.key: alert for alert in Alert.objects.select_for_update()}
    for key in troubles.keys() - known.keys():
        known[key] = Alert.objects.create(key=key, began_at=now, seen_at=now)
    begun, over = [], []
    for key, alert in sorted(known.items()):
        if key in troubles:
            alert.seen_at = now
            if alert.told_at is None and now - alert.began_at >= LASTING:
                alert.told_at = now
                begun.append(troubles[key])
            alert.save(update_fields=["seen_at", "told_at"])
        elif alert.told_at is None:
            alert.delete()
        elif now - alert.seen_at >= WELL_FOR:
            alert.delete()
            over.append(names.get(key, key))
    return begun, over


def _is_trouble(part: Part) -> bool:
    return part.key in TOLD and part.state in {PartState.BAD, TOLD[part.key]}


def _write(begun: list[Part], over: list[str]) -> None:
    """Write into the outbox, ahead of the others; or past it, if there is another way out for alerts."""
    for part in begun:
        logger.error("Trouble: %s", part.key)
    context = {"begun": begun, "over": over, "page": reverse(HEALTH.url_name)}
    for address in recipients():
        if not (settings.ALERTS_EMAIL and _is_sent(address, context)):
            queue_mail(address, TEMPLATE, context, kind="alert", due_at=timezone.now() - AHEAD)


def _is_sent(address: str, context: dict) -> bool:
    rendered = render_mail(TEMPLATE, context)
    try:
        connection = mail.get_connection(**settings.ALERTS_EMAIL)
        return Message(rendered.subject, rendered.text, to=[address], connection=connection).send() == 1
    except OSError as error:  # smtplib's are such
        logger.warning("ALERTS_EMAIL_URL takes no alert: %s", type(error).__name__)
        return False
