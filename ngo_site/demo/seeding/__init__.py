"""Filling an empty site with the demo organisation: its people, articles, campaigns, signatures and letters."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sites.models import Site
from django.db import transaction

from core import identity

from . import campaigns, letters, library, organisation, responses, signatures, spreading, story, writing


@transaction.atomic
def seed(say=print):
    """Add what is not there yet, found by its slug, and tell ``say`` line by line; a second run adds nothing.

    All of it or nothing: an interrupted run leaves an empty site. The renditions of pictures are made by the job
    worker afterwards.
    """
    name_site()
    organisation.add_people(say)
    library.add_photographs(say)
    new_articles = writing.add_articles(say)
    responses.add_comments(new_articles, say)
    responses.add_mentions(say)
    campaigns.add_campaigns(say)
    new_petitions = campaigns.add_petitions(say)
    signatures.add_signatures(new_petitions, say)
    story.add_stories(new_petitions, say)
    spreading.add_spread(new_petitions, say)
    campaigns.add_posters(say)
    campaigns.add_videos(say)
    letters.add_letters(say)
    organisation.add_reports(say)
    organisation.add_pages(say)
    organisation.add_volunteers(say)


def name_site():
    """Tell the framework whose site this is (comments belong to one)."""
    fields = {"domain": urlsplit(settings.SITE_URL).netloc, "name": identity.current().name[:50]}
    Site.objects.update_or_create(pk=settings.SITE_ID, defaults=fields)
