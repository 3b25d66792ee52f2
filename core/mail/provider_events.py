"""What a provider tells of mails that it took (``anymail``'s tracking): a mailbox that is not there, a complaint.

Imported only where a provider sends our mail. Who tells us has MAIL_EVENTS_SECRET.
"""

from typing import Any

from anymail import urls
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.conf import settings
from django.dispatch import receiver
from django.urls import URLPattern

from .refusals import RestsBecause, note_lost_mailbox

_LOST = {RejectReason.BOUNCED, RejectReason.INVALID}


def addresses(backend: str) -> list[URLPattern]:
    """Return the one address at which this provider tells of mails; others could tell nothing but that they lack a key.

    ``backend`` is anymail's, such as ``anymail.backends.postmark.EmailBackend``.
    """
    provider = backend.split(".")[2]
    return [pattern for pattern in urls.urlpatterns if pattern.name == f"{provider}_tracking_webhook"]


urlpatterns = addresses(settings.EMAIL_BACKEND)


@receiver(tracking, dispatch_uid="provider events")
def note(sender: Any, event: AnymailTrackingEvent, esp_name: str, **kwargs: Any) -> None:
    if not event.recipient:
        return
    if event.event_type == EventType.COMPLAINED:
        note_lost_mailbox(event.recipient, RestsBecause.COMPLAINT)
    elif event.event_type == EventType.BOUNCED and event.reject_reason in _LOST and not _is_passing(event.esp_event):
        note_lost_mailbox(event.recipient)


def _is_passing(said: Any) -> bool:
    """Return whether the provider's own words call it soft: a full mailbox, for one."""
    if not isinstance(said, dict):
        return False
    kind = " ".join(str(said.get(name, "")) for name in ("Type", "type", "event")).lower()
    return "soft" in kind or "transient" in kind or said.get("hard_bounce") is False
