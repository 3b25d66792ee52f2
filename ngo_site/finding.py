"""Finding at the desk: its pages, what one may add, and whatever has a title; only what this person may see."""

import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Album, Article, Photo, Series, Tag
from campaigns.models import Campaign, Petition, PetitionUpdate, Poster, PosterSeries, Video
from core.admin_pages import admin_url
from core.search.folding import folded
from newsletters.models import Issue
from organisation.models import Document, Menu, Page, Person, Report

from . import navigation

# What is looked through, and the field that names it. Nobody's name or address who is not at the desk.
TITLES: dict[type[Model], str] = {
    Article: "title", Page: "title", Photo: "title", Album: "title", Document: "title", Series: "title", Tag: "name",
    Campaign: "title", Petition: "title", PetitionUpdate: "title", Poster: "title", PosterSeries: "title",
    Video: "title", Issue: "subject", Person: "title", Report: "title", Menu: "title", User: "username",
}  # fmt: skip
MOST_OF_A_KIND = 5
LONGEST = 100  # signs of a question


def find(site: AdminSite, request: HttpRequest) -> TemplateResponse:
    """Show what the words of ``?q=`` find. The script of the dialog (static/js/find.js) reads this page, too."""
    words = folded(request.GET.get("q", "").replace("\0", ""))[:LONGEST].split()
    context = site.each_context(request)
    found: list[dict[str, Any]] = []
    if words:
        found = [*pages(context["available_apps"], words), *objects(site, request, words)]
    context |= {"title": _("Find"), "words": " ".join(words), "found": found}
    return TemplateResponse(request, "admin/find.html", context)


def pages(groups: list[dict[str, Any]], words: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the entries of the menu in whose names, or their group's, all words are; then what may be added."""
    entries = [(group, entry) for group in groups for entry in group["models"]]
    for group, entry in entries:
        if _has(words, f"{group['name']} {entry['name']}"):
            yield {"title": capfirst(str(entry["name"])), "kind": group["name"], "url": entry["admin_url"]}
    for group, entry in entries:
        if entry["add_url"]:
            title = _("Add %(kind)s") % {"kind": entry["model"]._meta.verbose_name}
            if _has(words, f"{title} {entry['name']}"):
                yield {"title": title, "kind": group["name"], "url": entry["add_url"]}


def objects(site: AdminSite, request: HttpRequest, words: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the newest objects that have all words in their titles; a query for each kind this person may view."""
    for model, field in TITLES.items():
        model_admin = site.get_model_admin(model)
        if not model_admin.has_view_permission(request):
            continue
        rows = model_admin.get_queryset(request).order_by("-pk")
        for word in words:
            rows = rows.filter(**{f"{field}__folded_contains": word})
        seen = (obj for obj in rows[: 2 * MOST_OF_A_KIND] if model_admin.has_view_permission(request, obj))
        for obj in islice(seen, MOST_OF_A_KIND):
            kind = navigation.LABELS.get(model, capfirst(str(model._meta.verbose_name)))
            yield {"title": getattr(obj, field), "kind": kind, "url": admin_url(obj)}


def _has(words: list[str], text: str) -> bool:
    text = _plain(text)
    return all(_plain(word) in text for word in words)


def _plain(text: str) -> str:
    """Return the text in small letters without accents, as Postgres compares titles."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
