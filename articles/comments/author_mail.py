"""Telling the authors of an article what was answered to it: each response, once a day, or not at all."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.mail.compose import queue_mail
from core.richtext.markup import excerpt_of_text
from organisation.models import Person

from ..models import Comment, Decision, Mention
from ..responses import permalink

ResponseMail = Person.ResponseMail


def mail_at_once(article, obj, decision) -> None:
    """Write to the authors who want a mail for each response; not to the one who has just written or decided."""
    for person in _authors(article, ResponseMail.EACH):
        if person.user_id in {decision.by_id, getattr(obj, "user_id", None)}:
            continue
        _mail(person, [(article, [obj])])


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
        obj = decision.obj
        article = obj.content_object if isinstance(obj, Comment) else obj.target
        is_public = obj.is_visible if isinstance(obj, Comment) else obj.status == Mention.Status.APPROVED
        if is_public and article in person.articles.all() and obj not in found[article]:
            found[article].append(obj)
    found = [(article, objs) for article, objs in found.items() if objs]
    if found:
        _mail(person, found)
    return bool(found)


def _mail(person, found):
    shown = [{"article": article, "responses": [_shown(article, obj) for obj in objs]} for article, objs in found]
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


def _shown(article, obj) -> dict:
    url = settings.SITE_URL + permalink(article, obj)
    if isinstance(obj, Comment):
        return {"name": obj.user_name, "text": excerpt_of_text(obj.comment, 300), "url": url}
    return {"name": obj.title or obj.source_host, "text": obj.excerpt, "url": url}
