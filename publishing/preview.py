"""A thing as its public page would show it, before it is public."""

import copy

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.urls import resolve
from django.utils import timezone

from .whereabouts import home_of


def as_public(request, thing, notice_until=None):
    """Return the response of the thing's page as an anonymous reader would get it if it were public now.

    Nothing is written. What its text embeds stays as public or as hidden as it is. Its forms lead nowhere.
    """
    shown = type(thing)._default_manager.all().for_page().get(pk=thing.pk)
    return _page(request, shown, notice_until)


@csp_replace({"form-action": ["'none'"]})
def _page(request, thing, notice_until=None):
    thing.withdrawn_at, thing.expires_at, thing.withdrawn_because = None, None, ""
    if not thing.is_published:
        thing.published_at = timezone.now()
    return home_of(thing).page_of(_readers_request(request, thing, notice_until), thing)


def _readers_request(request, thing, notice_until):
    """Return a request such as a reader sends who is nobody in particular."""
    reading = copy.copy(request)
    reading.method, reading.COOKIES, reading.user = "GET", {}, AnonymousUser()
    reading.GET = reading.POST = QueryDict()
    reading.path = reading.path_info = thing.get_absolute_url()
    reading.resolver_match = resolve(reading.path_info)
    reading.shown_by_link_until = notice_until
    return reading
