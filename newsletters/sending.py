"""Sending an issue: a row for each copy first, then the outbox in portions; nobody gets two, nobody is forgotten."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from core.jobs.tasks import Priority, job
from core.languages import speaking
from core.mail.compose import list_headers, queue_mail, queue_many
from core.recent import Recent

from .models import Delivery, Issue, Subscriber
from .rendering import TEMPLATE, content_of, context_of, subscribe_url

PORTION = 1000
KIND = "newsletter"

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
    while _hand_over_portion(issue):
        pass


@transaction.atomic
def _hand_over_portion(issue: Issue) -> int:
    waiting = issue.deliveries.filter(handed_over_at=None).select_related("subscriber")
    portion = list(waiting.select_for_update(skip_locked=True, of=("self",))[:PORTION])
    # Who left in the meantime gets nothing.
    queue_many((_copy(issue, each.subscriber) for each in portion if each.subscriber.is_reached), issue.language, KIND)
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in portion]).update(handed_over_at=timezone.now())
    return len(portion)


def _copy(issue: Issue, subscriber: Subscriber) -> tuple[str, dict, dict]:
    with speaking(subscriber.language):
        leave = settings.SITE_URL + subscriber.unsubscribe_path
    return subscriber.email, {"issue_id": issue.pk, "leave": leave}, _list_headers(issue.topic, leave)


@transaction.atomic
def send_sample(issue: Issue, address: str) -> None:
    """Queue one copy for the editor's own eyes: as everybody would get it, but the link to leave leads to the form."""
    with override(issue.language):
        queue_mail(address, TEMPLATE, context_of(issue, content_of(issue), subscribe_url()), kind=KIND)


def mail_of(issue_id: int, leave: str) -> tuple[str, dict] | None:
    """Return template and context of one copy, which the worker writes; None when the letter is gone."""
    found = _letters.get(issue_id, lambda: _letter(issue_id))
    return (TEMPLATE, {**found, "unsubscribe_url": leave}) if found else None


def _letter(issue_id: int) -> dict | None:
    issue = Issue.objects.filter(pk=issue_id).first()
    return context_of(issue, content_of(issue), "") if issue else None


def _list_headers(topic: str, leave: str) -> dict[str, str]:
    """Return the headers of a mailing list: the one way to leave, and a name for filters, one for each topic."""
    return list_headers(topic.replace(":", ".") or "newsletter", leave)


_letters: Recent[dict | None] = Recent(seconds=10)  # what all copies have in common
