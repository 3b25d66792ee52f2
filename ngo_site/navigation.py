"""The menu of the desk: its groups as people think of their work, not one for each Django app."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import (
    Album,
    Article,
    Ban,
    Comment,
    Mention,
    OutgoingMention,
    Photo,
    Series,
    Tag,
    WatchedWord,
)
from campaigns.models import (
    Campaign,
    Invalidation,
    PaperBatch,
    Petition,
    PetitionUpdate,
    Poster,
    PosterSeries,
    Video,
)
from core.accounts.logins import FailedLogins
from core.audit import AuditEntry
from core.bin_items import BinItem
from core.identity.models import Identity
from core.jobs.models import Job
from core.mail.limits import MailLimitCount
from core.mail.outbox import OutboxMail
from core.redirects import Redirect
from newsletters.models import ConsentWording, Issue, Subscriber
from organisation.models import AnswerTemplate, Document, Menu, Page, Person, Report, Volunteer
from publishing.scheduled_changes import ScheduledChange


@dataclass(frozen=True)
class NamedPage:
    """A page of the desk that is no model's list, and the permission that its view asks for."""

    label: str | Promise
    url_name: str
    permission: str


QUEUE = NamedPage(_("Queue"), "admin:articles_queue", "articles.view_comment")
PERSONAL_DATA = NamedPage(_("What we store about a person"), "privacy-desk", "newsletters.delete_subscriber")
HEALTH = NamedPage(_("Health"), "admin:health", "core.view_job")

# Every model of the desk stands here once; the key is the place on the first page, as in /admin/#write.
GROUPS: dict[str, tuple[str | Promise, list[type[Model] | NamedPage]]] = {
    "write": (_("Write"), [Article, Page, Photo, Album, Document, Series, Tag]),
    "campaign": (
        _("Campaign"),
        [Campaign, Petition, PetitionUpdate, Poster, PosterSeries, Video, PaperBatch, Invalidation],
    ),
    "conversation": (_("Conversation"), [QUEUE, Comment, Mention, OutgoingMention, Ban, WatchedWord]),
    "supporters": (_("Supporters"), [Issue, Subscriber, ConsentWording, Volunteer, AnswerTemplate, PERSONAL_DATA]),
    "organisation": (_("Organisation"), [Identity, Person, Report, Menu, User]),
    "system": (
        _("System"),
        [HEALTH, Job, OutboxMail, MailLimitCount, Redirect, AuditEntry, FailedLogins, ScheduledChange, BinItem],
    ),
}
# What is called otherwise in a sentence: “2 deleted objects” lie in the bin.
LABELS: dict[type[Model], str | Promise] = {
    User: _("Accounts"),
    AuditEntry: _("Audit log"),
    BinItem: _("Bin"),
    Identity: pgettext_lazy("of the organisation", "Settings"),
}


def grouped(app_list: list[dict[str, Any]], request: HttpRequest) -> list[dict[str, Any]]:
    """Return Django's list of apps, which has only what this person may see, in the groups above.

    The shape stays Django's: what reads ``app_list`` and ``available_apps`` finds the keys that it knows. The entry
    that the request's page belongs to is marked ``is_current``.
    """
    models = {entry["model"]: entry for app in app_list for entry in app["models"]}
    groups = []
    for key, (name, members) in GROUPS.items():
        entries = [entry for member in members if (entry := _entry(member, models, request))]
        if entries:
            url = f"{reverse('admin:index')}#{key}"
            groups.append({"name": name, "app_label": key, "app_url": url, "has_module_perms": True, "models": entries})
    _mark_current(groups, request.path)
    return groups


def _entry(member: type[Model] | NamedPage, models: dict, request: HttpRequest) -> dict[str, Any] | None:
    if not isinstance(member, NamedPage):
        entry = models.get(member)
        return entry and {**entry, "name": LABELS.get(member, entry["name"])}
    if not request.user.has_perm(member.permission):
        return None
    name = member.url_name.rpartition(":")[2]
    return {"name": member.label, "object_name": name, "admin_url": reverse(member.url_name), "add_url": None}


def _mark_current(groups: list[dict[str, Any]], path: str) -> None:
    """Mark the entry with the longest address that the path begins with: the queue's lies below that of comments."""
    entries = [entry for group in groups for entry in group["models"]]
    around = [entry for entry in entries if entry["admin_url"] and path.startswith(entry["admin_url"])]
    if around:
        max(around, key=lambda entry: len(entry["admin_url"]))["is_current"] = True


def here(groups: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return ``{"group": …, "entry": …}`` for the page that is shown; None on pages that belong to no entry."""
    for group in groups:
        for entry in group["models"]:
            if entry.get("is_current"):
                return {"group": group, "entry": entry}
    return None
