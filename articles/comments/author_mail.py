"""Telling the authors of an article what was answered to it: each response, once a day, or not at all."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ngo_site.lib.mail import queue_mail
from ngo_site.lib.markup import excerpt_of_text
from organisation.models import Person

from .models import Comment, Decision
from .responses import permalink

ResponseMail = Person.ResponseMail


def mail_at_once(article, thing, decision) -> None:
    """Write to the authors who want a mail for each response; not to the one who has just written or decided."""
    for person in _authors(article, ResponseMail.EACH):
        if person.user_id in {decision.by_id, getattr(thing, "user_id", None)}:
            continue
        _mail(person, [(article, [thing])])


def mail_digests() -> int:
    """Write to those who want one mail a day; return to how many."""
    return sum(
        _digest(person) for person in Person.objects.filter(response_mail=ResponseMail.DAILY, user__is_active=True)
    )


def _authors(article, wish):
    return (
        article.authors.filter(response_mail=wish, user__is_active=True).exclude(user__email="").select_related("user")
    )


@transaction.atomic
def _digest(person) -> bool:
    # The row is the lock: two workers at once write one mail.
    person = Person.objects.select_for_update(of=("self",)).select_related("user").get(pk=person.pk)
    now = timezone.now()
    since = person.responses_mailed_at or now - timedelta(days=1)
    if now - since < timedelta(days=1) or not person.user.email:
        return False
    Person.objects.filter(pk=person.pk).update(responses_mailed_at=now)
    found = defaultdict(list)
    for decision in Decision.objects.filter(action="approve", undone_at=None, at__gt=since, at__lte=now).order_by("at"):
        thing = decision.thing
        article = thing.content_object if isinstance(thing, Comment) else thing.target
        is_public = thing.is_visible if isinstance(thing, Comment) else thing.status == "approved"
        if is_public and article in person.articles.all() and thing not in found[article]:
            found[article].append(thing)
    found = [(article, things) for article, things in found.items() if things]
    if found:
        _mail(person, found)
    return bool(found)


def _mail(person, found):
    shown = [
        {"article": article, "responses": [_shown(article, thing) for thing in things]} for article, things in found
    ]
    queue_mail(
        person.user.email,
        "articles/mail/responses",
        {
            "person": person,
            "articles": shown,
            "settings_url": settings.SITE_URL + reverse("admin:articles_response_mail"),
        },
        kind="staff",
    )


def _shown(article, thing) -> dict:
    url = settings.SITE_URL + permalink(article, thing)
    if isinstance(thing, Comment):
        return {"name": thing.user_name, "text": excerpt_of_text(thing.comment, 300), "url": url}
    return {"name": thing.title or thing.source_host, "text": thing.excerpt, "url": url}
