"""Sending an issue: a row that nobody has twice, and one in the outbox, for each copy; the worker writes them."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from core.languages import speaking
from core.mail.compose import list_headers, queue_letter, queue_mail
from core.mail.letters import LEAVE, Letter, Reader

from .models import Issue, Subscriber
from .models.issue import KIND
from .rendering import TEMPLATE, content_of, context_of, subscribe_url

_COPIES = """
INSERT INTO newsletters_delivery (issue_id, subscriber_id)
SELECT %s, id FROM newsletters_subscriber WHERE status = 'confirmed' AND resting_since IS NULL AND topic = %s
    AND (%s OR language = %s) AND language <> ALL(%s)
ON CONFLICT DO NOTHING RETURNING subscriber_id
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
            queue_letter(KIND, issue.pk, [subscriber for (subscriber,) in cursor])
    return True


@transaction.atomic
def send_sample(issue: Issue, address: str) -> None:
    """Queue one copy for the editor's own eyes: as everybody would get it, but the link to leave leads to the form."""
    with override(issue.language):
        queue_mail(address, TEMPLATE, context_of(issue, content_of(issue), subscribe_url()), kind=KIND)


def letter(issue_id: int) -> Letter | None:
    """Return what all copies of an issue have in common; None when it is gone, or withdrawn."""
    issue = Issue.objects.published().filter(pk=issue_id).first()
    if issue is None:
        return None
    headers = list_headers(issue.topic.replace(":", ".") or "newsletter")
    return Letter(issue.language, TEMPLATE, context_of(issue, content_of(issue), LEAVE), headers)


def readers(keys: Collection[int]) -> dict[int, Reader]:
    """Return the subscribers among these who still get letters."""
    return {each.pk: _reader(each) for each in Subscriber.objects.reached().filter(pk__in=keys)}


def _reader(subscriber: Subscriber) -> Reader:
    with speaking(subscriber.language):
        return Reader(subscriber.email, settings.SITE_URL + subscriber.unsubscribe_path)
