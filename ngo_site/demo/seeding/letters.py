"""The newsletter: a dozen subscribers, an issue that was sent, and one that is still being written."""

from datetime import timedelta

from newsletters.models import ConsentWording, Delivery, Issue, Subscriber
from newsletters.models.subscriber import mailbox_of

from .content import content, moment

READERS = 12


def add_letters(say):
    subscribers = _subscribers()
    issues = content("newsletter")["issue"]
    for issue in issues:
        if not Issue.objects.filter(subject=issue["subject"]).exists():
            _write(issue, subscribers)
    say(f"subscribers {len(subscribers)}, letters {len(issues)}/{len(issues)}")


def _subscribers() -> list[Subscriber]:
    """Return the dozen, added where they are missing."""
    names = content("petitions")["names"]
    begun, agreed = moment(90), ConsentWording.objects.current("en")["newsletter"].record("/newsletter/")
    found = []
    for number, (first, last) in enumerate(zip(names["first"][:READERS], names["last"], strict=False)):
        email = f"{first}.{last}@example.org".lower()
        joined = begun + timedelta(days=6 * number, hours=5 * number)
        fields = {"email": email, "status": "confirmed", "created_at": joined, "confirmed_at": joined}
        wanted = {"mailbox": mailbox_of(email), "topic": ""}
        found.append(Subscriber.objects.get_or_create(**wanted, defaults={**fields, "consent": agreed})[0])
    return found


def _write(entry, subscribers):
    """Write one issue; what was sent left then, and no mail leaves now."""
    sent = moment(entry["days_ago"]) if entry["status"] == "sent" else None
    issue = Issue.objects.create(
        subject=entry["subject"],
        body=entry["body"],
        created_at=(sent or moment(0)) - timedelta(hours=3),
        queued_at=sent,
    )
    if sent:
        there = [subscriber for subscriber in subscribers if subscriber.confirmed_at < sent]
        Delivery.objects.bulk_create(Delivery(issue=issue, subscriber=each) for each in there)
