"""The smallest valid objects; a test writes only what it is about."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from campaigns.models import Campaign, Petition
from newsletters.models import Issue, Subscriber
from organisation.models import Page, Person

_number = count(1)


def long_ago():
    return timezone.now() - timedelta(days=1)


def published(fields: dict, kind: str) -> dict:
    """Fill in title, address and a publication date unless the test says otherwise."""
    number = next(_number)
    return {"title": f"{kind} {number}", "slug": f"{kind}-{number}", "published_at": long_ago(), **fields}


def make_campaign(**fields):
    return Campaign.objects.create(**published(fields, "campaign"))


def make_petition(**fields):
    fields = {
        "addressee": "The Minister of Justice",
        "demand": "Let them go.",
        **published(fields, "petition"),
    }
    return Petition.objects.create(**fields)


def make_person(**fields):
    return Person.objects.create(**published(fields, "person"))


def make_page(**fields):
    return Page.objects.create(**published(fields, "page"))


def make_issue(**fields):
    return Issue.objects.create(**{"subject": "A letter", "body": "<p>Dear friends</p>", **fields})


def make_subscriber(**fields):
    number = next(_number)
    defaults = {
        "email": f"reader{number}@example.org",
        "status": "confirmed",
        "consent": "yes",
        "confirmed_at": long_ago(),
    }
    return Subscriber.objects.create(**defaults | fields)
