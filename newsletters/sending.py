"""Sending an issue: a row for each copy first, then the outbox in portions; nobody gets two, nobody is forgotten."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from core.jobs.tasks import Priority, job
from core.languages import speaking
from core.mail.compose import list_headers, queue_mail

from .models import Delivery, Issue
from .rendering import TEMPLATE, Content, content_of, context_of, subscribe_url

PORTION = 200

_COPIES = """
INSERT INTO newsletters_delivery (issue_id, subscriber_id)
SELECT %s, id FROM newsletters_subscriber WHERE status = 'confirmed' AND resting_since IS NULL AND topic = %s
    AND (%s OR language = %s) AND language <> ALL(%s)
ON CONFLICT DO NOTHING
"""


def send_off(issue: Issue, everybody: bool = False, but: Iterable[str] = ()) -> bool:
    """Queue the issue for those who are subscribed to its topic now and read its language; True for the one call.

    ``everybody`` sends it to readers of all other languages, too, ``but`` of those that have a letter of their own.
    """
    with transaction.atomic():
        if Issue.objects.filter(pk=issue.pk, queued_at=None).update(queued_at=timezone.now()) != 1:
            return False
        with connection.cursor() as cursor:
            cursor.execute(_COPIES, [issue.pk, issue.topic, everybody, issue.language, list(but)])
        hand_over.enqueue(issue.pk)
    return True


@job(Priority.LETTERS)
def hand_over(issue_id: int) -> None:
    """Move the issue's waiting copies into the outbox, a portion in each transaction."""
    issue = Issue.objects.get(pk=issue_id)
    content = content_of(issue)
    while _hand_over_portion(issue, content):
        pass


@transaction.atomic
def _hand_over_portion(issue: Issue, content: Content) -> int:
    waiting = issue.deliveries.filter(handed_over_at=None).select_related("subscriber")
    portion = list(waiting.select_for_update(skip_locked=True, of=("self",))[:PORTION])
    for delivery in portion:
        if delivery.subscriber.is_reached:  # who left in the meantime gets nothing
            with speaking(delivery.subscriber.language):
                leave = settings.SITE_URL + delivery.subscriber.unsubscribe_path
            _queue_copy(issue, content, delivery.subscriber.email, leave, _list_headers(issue.topic, leave))
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in portion]).update(handed_over_at=timezone.now())
    return len(portion)


@transaction.atomic
def send_sample(issue: Issue, address: str) -> None:
    """Queue one copy for the editor's own eyes: as everybody would get it, but the link to leave leads to the form."""
    _queue_copy(issue, content_of(issue), address, subscribe_url())


def _queue_copy(issue, content, address, leave, headers=None):
    context = context_of(issue, content, leave)
    with override(issue.language):
        queue_mail(address, TEMPLATE, context, kind="newsletter", headers=headers)


def _list_headers(topic: str, leave: str) -> dict[str, str]:
    """Return the headers of a mailing list: the one way to leave, and a name for filters, one for each topic."""
    return list_headers(topic.replace(":", ".") or "newsletter", leave)
