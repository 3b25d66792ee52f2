"""Subscribing with double opt-in, on the newsletter's page or together with something else a person does."""

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ngo_site.lib.confirming import ending_alike, hash_token, new_token
from ngo_site.lib.mail import queue_mail

from .models import ConsentWording, Issue, Subscriber
from .models.subscriber import mailbox_of


def subscribe(email: str, language: str) -> None:
    """Ask the owner of the address, by mail, whether they want the newsletter; nothing reveals whether they had it."""
    token, wording = new_token(), ConsentWording.objects.current(language)["newsletter"]
    ConsentWording.objects.keep(wording)
    with ending_alike():
        already = _put(email, "", language, wording.record, token)
        is_written = queue_mail(
            email,
            "newsletters/mail/subscribed_already" if already else "newsletters/mail/confirm_subscription",
            {
                "confirm_url": settings.SITE_URL + reverse("newsletters:confirm", args=[token]),
                "withdraw_url": settings.SITE_URL + reverse("newsletters:withdraw", args=[token]),
            },
            kind="confirm-subscription",
        )
        if not is_written:
            transaction.set_rollback(True)  # the link mailed earlier keeps working


def ask_for_letters(topic: str, email: str, language: str, wording: ConsentWording, token: str) -> None:
    """Note that the address wants letters on ``topic`` once ``token``, which the caller's mail carries, is confirmed.

    The topic is ``petition:slug``, or empty for the newsletter; ``wording`` is what the person agreed to.
    """
    ConsentWording.objects.keep(wording)
    _put(email, topic, language, wording.record, token)


def renew_link(topic: str, email: str, token: str) -> None:
    """Let ``token`` end the letters on ``topic`` that the address gets already; nothing begins with it."""
    same = Subscriber.objects.of(email).confirmed().filter(topic=topic)
    same.update(token_hash=hash_token(token))


def rename_topic(old: str, new: str) -> None:
    """Let the letters on a topic and whoever gets them follow it to its new name; nobody else is found there."""
    if old != new:
        drop_topic(new)
        for model in (Subscriber, Issue):
            model.objects.filter(topic=old).update(topic=new)


def drop_topic(topic: str) -> None:
    """Forget who asked for letters on a topic that is no more."""
    Subscriber.objects.filter(topic=topic).delete()


# One statement for the new and the known alike, so that neither the answer nor its time tells them apart.
_PUT = """
INSERT INTO newsletters_subscriber AS kept
       (email, mailbox, topic, language, consent, status, token_hash, created_at)
VALUES (%s, %s, %s, %s, %s, 'pending', %s, %s)
ON CONFLICT (topic, mailbox) WHERE NOT (mailbox = '') DO UPDATE SET
       token_hash = excluded.token_hash,
       created_at = CASE WHEN kept.status = 'pending' THEN excluded.created_at ELSE kept.created_at END
RETURNING status = 'confirmed'
"""


def _put(email, topic, language, consent, token) -> bool:
    """Write or renew the row of this address and topic; return True when it was confirmed before."""
    values = [email, mailbox_of(email), topic, language, consent, hash_token(token), timezone.now()]
    with connection.cursor() as cursor:
        cursor.execute(_PUT, values)
        return cursor.fetchone()[0]


def find_personal_data(email: str) -> list[str]:
    """Return sentences on the letters one mailbox gets or has asked for."""
    found = Subscriber.objects.of(email)
    return [
        _("Your address, for the letters on “%(topic)s”, since %(day)s; you agreed to: %(consent)s")
        % {"topic": row.topic or _("newsletter"), "day": f"{row.created_at:%Y-%m-%d}", "consent": row.consent}
        for row in found
    ]


def erase_personal_data(email: str) -> int:
    """Withdraw the mailbox from all letters, which wipes its address; return from how many."""
    return sum(row.withdraw() for row in Subscriber.objects.of(email))
