"""An object as its public page would show it, before it is public."""

import copy
import datetime
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils import timezone

from core.redirects.page_registry import kind_of

# To the library a view has no arguments but the request.
_without_forms: Callable = csp_replace({"form-action": ["'none'"]})


def as_public(request: HttpRequest, obj: Any, notice_until: datetime.datetime | None = None) -> HttpResponse:
    """Return the response of the object's page as an anonymous reader would get it if it were public now.

    Nothing is written. What its text embeds stays as public or as hidden as it is. Its forms lead nowhere.
    """
    shown = type(obj)._default_manager.all().for_page().get(pk=obj.pk)
    return _page(request, shown, notice_until)


@_without_forms
def _page(request, obj, notice_until=None):
    obj.withdrawn_at, obj.expires_at, obj.withdrawn_because = None, None, ""
    if not obj.is_published:
        obj.published_at = timezone.now()
    return kind_of(obj).show(_readers_request(request, obj, notice_until), obj)


def _readers_request(request, obj, notice_until):
    """Return a request such as a reader sends who is nobody in particular."""
    reading = copy.copy(request)
    reading.method, reading.COOKIES, reading.user = "GET", {}, AnonymousUser()
    reading.GET = reading.POST = QueryDict()
    reading.path = reading.path_info = unquote(obj.get_absolute_url())
    reading.resolver_match = resolve(reading.path_info)
    reading.preview_link_until = notice_until
    return reading
