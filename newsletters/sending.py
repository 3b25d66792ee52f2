"""Sending an issue: a row for each copy first, then the outbox in portions; nobody gets two, nobody is forgotten."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from ngo_site.lib import markup
from ngo_site.lib.interface import speaking
from ngo_site.lib.jobs import job
from ngo_site.lib.mail import queue_mail

from .models import Delivery, Issue

PORTION = 200

_COPIES = """
INSERT INTO newsletters_delivery (issue_id, subscriber_id)
SELECT %s, id FROM newsletters_subscriber WHERE status = 'confirmed' AND topic = %s
    AND (%s = '' OR language = %s) AND language <> ALL(%s)
ON CONFLICT DO NOTHING
"""


def send_off(issue: Issue, only: str = "", but: Iterable[str] = ()) -> bool:
    """Queue the issue for everybody who is subscribed to its topic now; True for the one call that did.

    A letter that is there in several languages goes to those who read ``only`` this one, or any ``but`` those.
    """
    with transaction.atomic():
        if Issue.objects.filter(pk=issue.pk, queued_at=None).update(queued_at=timezone.now()) != 1:
            return False
        with connection.cursor() as cursor:
            cursor.execute(_COPIES, [issue.pk, issue.topic, only, only, list(but)])
        hand_over.enqueue(issue.pk)
    return True


@job()
def hand_over(issue_id: int) -> None:
    """Move the issue's waiting copies into the outbox, a portion in each transaction."""
    issue = Issue.objects.get(pk=issue_id)
    while _hand_over_portion(issue):
        pass


@transaction.atomic
def _hand_over_portion(issue: Issue) -> int:
    waiting = issue.deliveries.filter(handed_over_at=None).select_related("subscriber")
    portion = list(waiting.select_for_update(skip_locked=True, of=("self",))[:PORTION])
    for delivery in portion:
        if delivery.subscriber.is_confirmed:  # who left in the meantime gets nothing
            with speaking(delivery.subscriber.language):
                leave = settings.SITE_URL + delivery.subscriber.unsubscribe_path
            _queue_copy(issue, delivery.subscriber.email, leave, _one_click(leave))
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in portion]).update(handed_over_at=timezone.now())
    return len(portion)


@transaction.atomic
def send_sample(issue: Issue, address: str) -> None:
    """Queue one copy for the editor's own eyes: as everybody would get it, but the link to leave leads to the form."""
    _queue_copy(issue, address, settings.SITE_URL + reverse("newsletters:subscribe"))


def _queue_copy(issue, address, leave, headers=None):
    with speaking(issue.language):
        read = settings.SITE_URL + reverse("newsletters:issue", args=[issue.pk]) if not issue.topic else ""
    with override(issue.language):
        queue_mail(
            address,
            "newsletters/mail/issue",
            {"issue": issue, "text": markup.letter(issue.body), "unsubscribe_url": leave, "read_url": read},
            kind="newsletter",
            headers=headers,
        )


def _one_click(leave: str) -> dict[str, str]:
    """Return the headers by which mail programs offer to leave (RFC 8058)."""
    return {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
