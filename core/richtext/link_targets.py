"""What a link in a text may lead to, as JSON for the editor's dialog: pages of ours by their titles, and what is typed.

?q=river          our pages and files with these words in their titles, and the words as an address, where they are one

The answer is {"address", "refused", "entries"}: the address as it is written into the text, or why it cannot be one.
"""

import re
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..redirects import page_registry
from . import embeds
from .cleaning import is_link
from .link_addresses import mended

OF_EACH_KIND = 4
LONGEST = 2000
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_TELEPHONE = re.compile(r"\+[\d ()/.-]{5,25}")


@require_safe
def targets(request: HttpRequest) -> JsonResponse:
    """Answer with what the words may mean; the newest pages for no words at all."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    address, refused = checked(words) if words else ("", "")
    entries = [] if address or refused else list(_pages(words.split()[:8], request))
    answer = {"address": address, "refused": refused, "entries": entries}
    return JsonResponse({**answer, "upload": _upload(request)})


def checked(words: str) -> tuple[str, str]:
    """Return (address, "") for what is one, ("", why) for what would lead nowhere, ("", "") for words."""
    if " " in words and not _SCHEME.match(words) and not _TELEPHONE.fullmatch(words):
        return "", ""
    if _TELEPHONE.fullmatch(words):
        return "tel:" + re.sub(r"[^\d+]", "", words), ""
    own = settings.SITE_URL.partition("://")[2]
    inside = re.fullmatch(rf"(?:https?://)?{re.escape(own)}(/.*)?", words, re.I)
    if inside:
        return inside[1] or "/", ""
    address = mended(words)
    if not is_link(address):
        return "", _("A link can lead to web pages, mail and telephones; this is none of them.")
    if re.match(r"https?://", address, re.I):
        is_host = re.match(r"https?://(?:[^\s/?#@]+\.[^\s/?#.]+|\[[0-9a-f:]+\])(?::\d+)?(?:[/?#]|\Z)", address, re.I)
        return (address, "") if is_host else ("", _("This names no web site: its name comes after https:// first."))
    if address[:1] in {"/", "#"} or re.match(r"(?:mailto|tel):.", address, re.I):
        return address, ""
    return "", ""


def _pages(words: list[str], request: HttpRequest):
    models = dict.fromkeys([*page_registry.page_kinds, *(kind.model for kind in embeds.kinds.values() if kind.model)])
    for model in models:
        if not hasattr(model, "published_at") and not admin.site.get_model_admin(model).has_view_permission(request):
            continue  # files are for those who may look at them; of pages the public ones are everybody's
        found = model._default_manager.visible_to(request.user).order_by("-pk")
        for word in words:
            found = found.filter(title__folded_contains=word)
        for obj in found[:OF_EACH_KIND]:
            yield _entry(obj)


def _entry(obj: Any) -> dict:
    public = getattr(obj, "is_published", True)
    return {
        "title": str(obj),
        "kind": str(capfirst(obj._meta.verbose_name)),
        "address": obj.get_absolute_url(),
        "warning": "" if public else _("Readers do not see this now (%s).") % obj.state.label,
    }


def _upload(request: HttpRequest) -> dict | None:
    """Return where this person adds a file for links to lead to, and which are taken."""
    for kind in embeds.kinds.values():
        if kind.files and admin.site.get_model_admin(kind.model).has_add_permission(request):
            return {"url": reverse(kind.files), "accept": kind.accept}
    return None
