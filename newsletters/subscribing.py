"""Subscribing with double opt-in, on the newsletter's page or together with something else a person does."""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.mail.compose import queue_mail
from core.mail.double_opt_in import ending_alike, hash_token, new_token

from .models import FormerTopic, Issue, Subscriber
from .models.subscriber import day_of, leave_key, mailbox_of
from .models.wording import agreed_to
from .topics import in_words

LANGUAGE_SALT = "language of letters"


def subscribe(email: str, language: str, consent: str, due_at=None) -> None:
    """Ask the owner of the address, by mail, whether they want the newsletter; nothing reveals whether they had it.

    ``consent`` is the record of what the form showed; ``due_at`` is when the mail may leave (``core.mail.limits``).
    """
    token = new_token()
    with ending_alike():
        already, key, spoken = _put(email, "", language, consent, token)
        is_written = queue_mail(
            email,
            "newsletters/mail/subscribed_already" if already else "newsletters/mail/confirm_subscription",
            {
                "confirm_url": settings.SITE_URL + reverse("newsletters:confirm", args=[token]),
                "withdraw_url": settings.SITE_URL + withdraw_path(email),
                "agreed": agreed_to(consent),
                "other_language": dict(settings.LANGUAGES).get(language) if language != spoken else "",
                "language_url": settings.SITE_URL + language_path(key, language),
            },
            kind="confirm-subscription",
            due_at=due_at,
        )
        if not is_written:
            transaction.set_rollback(True)  # the link mailed earlier keeps working


def language_path(key: int, language: str) -> str:
    """Return the address in a mail behind which a button changes the language of a subscriber's letters."""
    return reverse("newsletters:confirm-language", args=[signing.dumps([key, language], salt=LANGUAGE_SALT)])


def change_of_language(key: str) -> tuple[Subscriber, str] | None:
    """Return whom a mailed link is about, and which language they asked for; None for one that is old or made up."""
    try:
        pk, language = signing.loads(key, salt=LANGUAGE_SALT, max_age=Subscriber.CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    subscriber = Subscriber.objects.confirmed().filter(pk=pk).first()
    return (subscriber, language) if subscriber else None


def ask_for_letters(topic: str, email: str, language: str, consent: str, token: str) -> None:
    """Note that the address wants letters on ``topic`` once ``token``, which the caller's mail carries, is confirmed.

    The topic is ``petition:slug``, or empty for the newsletter; ``consent`` is the record of what the form showed.
    """
    _put(email, topic, language, consent, token)


def begin_letters(topic: str, email: str, language: str, consent: str) -> bool:
    """Let the letters on ``topic`` begin for an address whose owner has just pressed a button.

    ``consent`` is the record of what they agreed to. Return False when the address gets them already; from now on
    they come in the language that was asked for last.
    """
    values = {"email": locked(email), "mailbox": mailbox_of(email), "topic": topic, "language": language}
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, {**values, "consent": consent, "today": day_of(timezone.now())})
        return cursor.fetchone()[0]


def end_letters(email: str, topics: Iterable[str]) -> list[str]:
    """Let one mailbox leave these topics, whoever asked for them and however; return those it left."""
    rows = Subscriber.objects.of(email).filter(topic__in=topics).order_by("-topic")
    return [row.topic for row in rows if row.withdraw()]


def withdraw_path(email: str, topic: str = "") -> str:
    """Return the address in a mail that asks for confirmation, for those who never asked: it erases for good."""
    return reverse("newsletters:withdraw", args=[leave_key(mailbox_of(email), topic)])


def rename_topic(old: str, new: str) -> None:
    """Let the letters on a topic and whoever gets them follow it to its new name; nobody else is found there."""
    if old != new:
        drop_topic(new)
        for model in (Subscriber, Issue, FormerTopic):
            model.objects.filter(topic=old).update(topic=new)
        FormerTopic.objects.get_or_create(name=old, topic=new)


def drop_topic(topic: str) -> None:
    """Forget who asked for letters on a topic that is no more."""
    Subscriber.objects.filter(topic=topic).delete()
    FormerTopic.objects.filter(topic=topic).delete()


_BEGIN = """
WITH before AS (SELECT status FROM newsletters_subscriber WHERE topic = %(topic)s AND mailbox = %(mailbox)s)
INSERT INTO newsletters_subscriber AS kept
       (email, mailbox, topic, language, consent, status, created_at, confirmed_at)
VALUES (%(email)s, %(mailbox)s, %(topic)s, %(language)s, %(consent)s, 'confirmed', %(today)s, %(today)s)
ON CONFLICT (topic, mailbox) WHERE NOT (mailbox = '') DO UPDATE SET
       email = excluded.email, language = excluded.language, status = excluded.status, resting_since = NULL,
       consent = CASE WHEN kept.status = 'confirmed' THEN kept.consent ELSE excluded.consent END,
       created_at = CASE WHEN kept.status = 'confirmed' THEN kept.created_at ELSE excluded.created_at END,
       confirmed_at = CASE WHEN kept.status = 'confirmed' THEN kept.confirmed_at ELSE excluded.confirmed_at END
RETURNING (SELECT status FROM before) IS DISTINCT FROM 'confirmed'
"""
# One statement for the new and the known alike, so that neither the answer nor its time tells them apart.
_PUT = """
INSERT INTO newsletters_subscriber AS kept
       (email, mailbox, topic, language, consent, status, token_hash, created_at)
VALUES (%s, %s, %s, %s, %s, 'pending', %s, %s)
ON CONFLICT (topic, mailbox) WHERE NOT (mailbox = '') DO UPDATE SET
       resting_since = NULL,
       token_hash = CASE WHEN kept.status = 'pending' THEN excluded.token_hash ELSE kept.token_hash END,
       created_at = CASE WHEN kept.status = 'pending' THEN excluded.created_at ELSE kept.created_at END,
       language = CASE WHEN kept.status = 'pending' THEN excluded.language ELSE kept.language END,
       consent = CASE WHEN kept.status = 'pending' THEN excluded.consent ELSE kept.consent END
RETURNING status = 'confirmed', id, language
"""


def _put(email, topic, language, consent, token) -> tuple[bool, int, str]:
    """Write or renew the row of this address and topic: until the button, what was shown last is what is agreed to.

    Return whether it was confirmed before, its key, and its language.
    """
    values = [locked(email), mailbox_of(email), topic, language, consent, hash_token(token), timezone.now()]
    with connection.cursor() as cursor:
        cursor.execute(_PUT, values)
        return cursor.fetchone()


def locked(email: str):
    """Return the address as it lies in the column."""
    return Subscriber._meta.get_field("email").get_db_prep_save(email, connection)


def find_personal_data(email: str) -> list[str]:
    """Return sentences on the letters one mailbox gets or has asked for."""
    found = Subscriber.objects.of(email)
    return [
        _("Your address, for %(topic)s, since %(day)s; you agreed to: %(consent)s")
        % {"topic": in_words(row.topic), "day": f"{row.created_at:%Y-%m-%d}", "consent": row.consent}
        for row in found
    ]


def erase_personal_data(email: str) -> int:
    """Withdraw the mailbox from all letters, which wipes its address; return from how many."""
    return sum(row.withdraw() for row in Subscriber.objects.of(email))
