"""Finding at the desk: its pages, what one may do, people, and whatever has a title; only what one may see."""

import unicodedata
from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.db.models import Model, Q
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Album, Article, Photo, Series, Tag
from campaigns.models import Campaign, Petition, PetitionUpdate, Poster, PosterSeries, Video
from core.admin_pages import admin_url
from core.identity.models import THE_ONE, Identity
from core.search.folding import folded
from newsletters.models import Issue
from organisation.models import Document, Menu, Page, Person, Report

# What is looked through, and the field that names it. Nobody's name or address who is not at the desk.
TITLES: dict[type[Model], str] = {
    Article: "title", Page: "title", Photo: "title", Album: "title", Document: "title", Series: "title", Tag: "name",
    Campaign: "title", Petition: "title", PetitionUpdate: "title", Poster: "title", PosterSeries: "title",
    Video: "title", Issue: "subject", Person: "title", Report: "title", Menu: "title",
}  # fmt: skip
MOST_OF_A_KIND = 5
LONGEST = 100  # signs of a question


def find(site: AdminSite, request: HttpRequest) -> TemplateResponse:
    """Show what the words of ``?q=`` find. The script of the dialog (static/js/find.js) reads this page, too."""
    words = folded(request.GET.get("q", "").replace("\0", ""))[:LONGEST].split()
    context = site.each_context(request)
    found: list[dict[str, Any]] = []
    if words:
        found = [
            *pages(context["available_apps"], words),
            *actions(request, words),
            *people(site, request, words),
            *objects(site, request, words),
        ]
    context |= {"title": _("Find"), "words": " ".join(words), "found": found}
    return TemplateResponse(request, "admin/find.html", context)


def pages(groups: list[dict[str, Any]], words: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the entries of the menu in whose names, or their group's, all words are; then what may be added."""
    entries = [(group, entry) for group in groups for entry in group["models"]]
    for group, entry in entries:
        if _has(words, f"{group['name']} {entry['name']}"):
            yield {"title": capfirst(str(entry["name"])), "kind": group["name"], "url": entry["admin_url"]}
    # Whoever types “new petition” or “write article” means the same.
    to_add = set(_("add new write begin create").split())
    named = [word for word in words if word not in to_add] or words
    for group, entry in entries:
        if entry["add_url"]:
            title = _("Add %(kind)s") % {"kind": entry["model"]._meta.verbose_name}
            if _has(words, f"{title} {entry['name']}") or (named != words and _has(named, str(entry["name"]))):
                yield {"title": title, "kind": group["name"], "url": entry["add_url"]}


def actions(request: HttpRequest, words: list[str]) -> Iterator[dict[str, Any]]:
    """Yield what one can do, or set, by names under which people look for it."""
    user = request.user
    month = f"{reverse('admin:index')}?month={timezone.localdate():%Y-%m}#planned"
    known = [
        (
            True,
            _("Your account"),
            _("profile settings name language portrait e-mail address sessions second factor passkey recovery codes"),
            reverse("admin:profile"),
        ),
        (True, _("Change your password"), _("account settings"), reverse("admin:password_change")),
        (True, _("Mails about responses"), _("settings notifications"), reverse("admin:articles_response_mail")),
        (
            True,
            _("What is planned, as a month"),
            _("calendar schedule"),
            month,
        ),
        (
            user.has_perm("core.change_identity"),
            _("Change the organisation’s name, logo and colours"),
            _("settings tagline e-mail address donations footer profiles home page icon theme customise"),
            admin_url(Identity(pk=THE_ONE)),
        ),
        (
            user.has_perm("articles.change_comment"),
            _("Moderate"),
            _("comments mentions spam"),
            reverse("admin:articles_queue"),
        ),
        (
            user.has_perm("campaigns.hand_over"),
            _("Export signatures: choose the petition, then “Hand over the signatures”"),
            _("download signers csv"),
            admin_url(Petition, "changelist"),
        ),
        (
            user.has_perm("articles.add_photo"),
            _("Upload several photos"),
            _("pictures images add"),
            reverse("admin:articles_photo_upload"),
        ),
        (
            user.has_perm("core.view_job"),
            _("See how the site does"),
            _("health status monitoring worker disk versions"),
            reverse("admin:health"),
        ),
    ]
    for may, title, other_names, url in known:
        if may and _has(words, f"{title} {other_names}"):
            yield {"title": title, "kind": _("Action"), "url": url}


def people(site: AdminSite, request: HttpRequest, words: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the accounts in whose names, first, last or for logging in, all words are."""
    model_admin = site.get_model_admin(User)
    if model_admin.has_view_permission(request):
        rows = model_admin.get_queryset(request).order_by("username")
        for word in words:
            named = (Q(**{f"{field}__folded_contains": word}) for field in ("username", "first_name", "last_name"))
            rows = rows.filter(reduce(or_, named))
        for user in rows[:MOST_OF_A_KIND]:
            yield {"title": user.get_full_name() or user.username, "kind": _("Account"), "url": admin_url(user)}


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
            kind = capfirst(str(model._meta.verbose_name))
            yield {"title": getattr(obj, field), "kind": kind, "url": admin_url(obj)}


def _has(words: list[str], text: str) -> bool:
    text = _plain(text)
    return all(_plain(word) in text for word in words)


def _plain(text: str) -> str:
    """Return the text in small letters without accents, as Postgres compares titles."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
