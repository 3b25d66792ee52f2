"""Where other sites say that they link to us, by pingback, webmention or trackback: one queue for all."""

import contextlib

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from core.http.decorators import private_page
from core.http.networks import network
from core.http.paths import path_of

from ..models import Mention
from . import receiving, xmlrpc

WELCOME = "Thank you. We look at the link, and an editor reads it before it is shown."
RETRY_AFTER = 3600  # seconds


# No cookie is read in any of these, so there is nothing a forged request could borrow.
@csrf_exempt
@require_POST
def pingback(request):
    try:
        answer = xmlrpc.write_answer(_answer(request))
    except xmlrpc.Fault as fault:
        answer = xmlrpc.write_fault(fault)
    return _not_kept(HttpResponse(answer, content_type="text/xml; charset=utf-8"))


def _answer(request):
    """Return the same words for every ping to a page of ours, so that nobody can ask through us what is reachable."""
    call = xmlrpc.read_call(request.read(xmlrpc.MAX_BYTES + 1))
    if call.method == "system.listMethods":
        return list(xmlrpc.METHODS)
    try:
        receiving.receive(*xmlrpc.ping_addresses(call), network=network(request))
    except receiving.NoTarget:
        raise xmlrpc.Fault(xmlrpc.NO_TARGET) from None
    except receiving.MentionRefused:
        pass
    return WELCOME


@csrf_exempt
def webmention(request):
    """Webmention (https://www.w3.org/TR/webmention/#receiving-webmentions), and a form for people without such a blog.

    202 with the address of a status page; 400 with a sentence for what can never be taken; 429 for a flood.
    """
    if request.method != "POST":
        response = render(request, "articles/webmention.html", status=200 if request.method in {"GET", "HEAD"} else 405)
        response.headers["Allow"] = "GET, HEAD, POST"
        return _not_kept(response)
    source, target = (request.POST.get(name, "").strip() for name in ("source", "target"))
    try:
        mention = receiving.receive(source, target, Mention.Kind.WEBMENTION, network(request))
    except receiving.MentionRefused as error:
        return _not_taken(request, error, {"source": source, "target": target})
    mention.refresh_from_db(fields=["status_id"])
    status_url = settings.SITE_URL + reverse("articles:webmention-status", args=[mention.status_id])
    if _is_typed(request):
        return _not_kept(HttpResponse(status=303, headers={"Location": status_url}))
    return _not_kept(_text(f"{WELCOME}\n{status_url}\n", 202, {"Location": status_url}))


def _is_typed(request) -> bool:
    """Return True for a person who typed it into the form of our page, and reads the answer."""
    return "text/html" in request.headers.get("Accept", "")


def _not_taken(request, error, given):
    is_flood = isinstance(error, receiving.TooMany)
    if _is_typed(request):
        status = 429 if is_flood else 422
        response = render(request, "articles/webmention.html", {"error": str(error), **given}, status=status)
    else:
        response = _text(f"{error}\n", 429 if is_flood else 400)
    if is_flood:
        response.headers["Retry-After"] = RETRY_AFTER
    return _not_kept(response)


@require_safe
@private_page
def webmention_status(request, status_id):
    """Tell the sender how far it is; whether a moderator hid it or no link was found is not told."""
    mention = get_object_or_404(Mention, status_id=status_id)
    return render(request, "articles/webmention_status.html", {"mention": mention})


@csrf_exempt
@require_POST
def trackback(request, page):
    """TrackBack (Six Apart, 2004): what it says of itself is not believed, its page is fetched like any other."""
    if not settings.RECEIVE_TRACKBACKS:
        raise Http404
    with contextlib.suppress(receiving.MentionRefused):
        source, target = request.POST.get("url", "").strip(), f"{settings.SITE_URL}/{page}"
        receiving.receive(source, target, Mention.Kind.TRACKBACK, network(request))
    answer = '<?xml version="1.0" encoding="utf-8"?>\n<response><error>0</error></response>\n'
    return _not_kept(HttpResponse(answer, content_type="text/xml; charset=utf-8"))


def advertise(response, obj):
    """Say in the headers of a public page where it takes pingbacks and webmentions; return the response."""
    if takes_mentions(obj):
        response.headers["X-Pingback"] = pingback_url()
        response.headers["Link"] = f'<{webmention_url()}>; rel="webmention"'
    return response


def addresses(obj) -> dict:
    """Return what ``_linkbacks.html`` writes into the head of the page: nothing for what takes no mentions."""
    if not takes_mentions(obj):
        return {}
    found = {"pingback_url": pingback_url(), "webmention_url": webmention_url()}
    if settings.RECEIVE_TRACKBACKS:
        path = obj.get_absolute_url().lstrip("/")
        found["trackback_url"] = settings.SITE_URL + path_of("articles:trackback", path)
    return found


def takes_mentions(obj) -> bool:
    return obj.is_published and getattr(obj, "mentions_open", True)


def pingback_url() -> str:
    return settings.SITE_URL + path_of("articles:pingback")


def webmention_url() -> str:
    return settings.SITE_URL + path_of("articles:webmention")


def _text(text, status, headers=None):
    return HttpResponse(text, status=status, headers=headers, content_type="text/plain; charset=utf-8")


def _not_kept(response):
    response.headers["Cache-Control"] = "no-store"
    return response
