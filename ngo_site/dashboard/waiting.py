"""What waits for a person at the desk: nothing that they may not see, and nothing of which there is none."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from django_tasks.base import TaskResultStatus

from articles.comments.moderation import waiting_comments
from articles.models import Mention, Photo
from articles.photos import consent
from campaigns.models import PaperBatch, PetitionUpdate, Video
from core.accounts.logins import FailedLogins
from core.admin_pages import admin_url
from core.counted import kind_beside
from core.jobs.models import Job
from core.mail.limits import MailLimitCount
from core.mail.outbox import OutboxMail
from core.moments import time_in_words
from newsletters.models import Approval, Issue
from organisation.models import Volunteer
from publishing.publishable import State
from publishing.scheduled_changes import ScheduledChange

from .calendar import publishable_admins
from .counts import counts

FAILED_LOGINS_SHOWN_FROM = 5  # fewer are people who mistype

QUEUE = reverse_lazy("admin:articles_queue")

# (what waits, in how many words, the part of the list that shows it, or another page)
DECISIONS = (
    (waiting_comments, ngettext_lazy("comment to decide on", "comments to decide on"), QUEUE),
    (Mention.objects.waiting, ngettext_lazy("mention to decide on", "mentions to decide on"), QUEUE),
    (Volunteer.objects.new, ngettext_lazy("volunteer to answer", "volunteers to answer"), "?stage=new"),
    (Issue.objects.unsent, ngettext_lazy("letter to finish and send", "letters to finish and send"), "?state=draft"),
    (Photo.objects.undescribed, ngettext_lazy("picture to describe", "pictures to describe"), "?todo=describe"),
    (
        consent.ending_soon,
        ngettext_lazy("picture whose consent ends soon", "pictures whose consent ends soon"),
        "?todo=ends",
    ),
    (Video.objects.without_transcript, ngettext_lazy("film to transcribe", "films to transcribe"), "?todo=transcript"),
)
TROUBLES = (
    (
        lambda: Job.objects.filter(status=TaskResultStatus.FAILED),
        ngettext_lazy("job that failed", "jobs that failed"),
        "?state=failed",
    ),
    (
        lambda: OutboxMail.objects.exclude(parked_at=None),
        ngettext_lazy("mail that could not be sent", "mails that could not be sent"),
        "?state=given-up",
    ),
    (
        OutboxMail.objects.delayed,
        ngettext_lazy(
            "mail that waits, because many were asked for at once",
            "mails that wait, because many were asked for at once",
        ),
        "?state=delayed",
    ),
    (
        lambda: MailLimitCount.objects.today().filter(limit="site"),
        ngettext_lazy(
            "hour since yesterday in which the site sent as many mails as it may",
            "hours since yesterday in which the site sent as many mails as it may",
        ),
        "?limit__exact=site",
    ),
    (
        lambda: MailLimitCount.objects.today().filter(dropped__gt=0),
        ngettext_lazy(
            "hour since yesterday in which so many mails were asked for that some were not sent",
            "hours since yesterday in which so many mails were asked for that some were not sent",
        ),
        "?dropped__gt=0",
    ),
    (
        ScheduledChange.objects.parked,
        ngettext_lazy("planned change that was not made", "planned changes that were not made"),
        "?state=parked",
    ),
)


class Pile(NamedTuple):
    """Rows that may wait; ``text`` is asked with their number once that is known."""

    rows: QuerySet
    text: Any
    url: str | Promise
    is_trouble: bool = False


def waiting_for(site: AdminSite, request: HttpRequest) -> list[dict]:
    """Return a tile for each kind of rows that wait for this person."""
    piles = [*_reviews(site, request), *_second_looks(site, request), *_rows(site, request)]
    found = [
        {"count": number, "label": pile.text(number), "url": pile.url, "trouble": pile.is_trouble}
        for pile, number in zip(piles, counts([pile.rows for pile in piles]), strict=True)
        if number
    ]
    return found + _failed_logins(site, request)


def _rows(site, request) -> Iterator[Pile]:
    for is_trouble, entries in ((False, DECISIONS), (True, TROUBLES)):
        for choose, text, query in entries:
            rows = choose()
            # An author sees all pictures and changes only their own, so none of them waits for an author.
            others = rows.model is not Photo or request.user.has_perm("articles.change_others_photo")
            if others and site.get_model_admin(rows.model).has_view_permission(request):
                url = query if query is QUEUE else admin_url(rows.model, "changelist") + query
                yield Pile(rows, text.__mod__, url, is_trouble)


def _reviews(site, request) -> Iterator[Pile]:
    """Yield what somebody asked those who publish to look at."""
    for model_admin in publishable_admins(site):
        if model_admin.has_publish_permission(request):
            rows = model_admin.get_queryset(request).in_state(State.REVIEW)
            url = admin_url(model_admin.model, "changelist") + "?state=review"
            yield Pile(rows, _in_review(model_admin.opts), url)


def _in_review(opts):
    def text(number: int) -> str:
        kinds = {"kind": kind_beside(number, opts)}
        return ngettext("%(kind)s in review", "%(kind)s in review", number) % kinds

    return text


def _second_looks(site, request) -> Iterator[Pile]:
    """Yield the paper signatures that somebody else entered and this person may approve."""
    if site.get_model_admin(PaperBatch).has_add_permission(request):
        text = ngettext_lazy("batch of paper signatures to approve", "batches of paper signatures to approve")
        url = admin_url(PaperBatch, "changelist") + "?state=for-me"
        yield Pile(PaperBatch.objects.waiting_for(request.user), text.__mod__, url)
    for kind in (Issue, PetitionUpdate) if settings.BULK_MAIL_NEEDS_TWO else ():
        if site.get_model_admin(kind).has_change_permission(request):
            text = ngettext_lazy("letter that somebody else wants to send", "letters that somebody else wants to send")
            letters = Approval.objects.waiting_for(request.user, kind)
            yield Pile(letters, text.__mod__, admin_url(kind, "changelist"))


def _failed_logins(site, request) -> list[dict]:
    """Return for which accounts passwords were guessed since yesterday."""
    if not site.get_model_admin(FailedLogins).has_view_permission(request):
        return []
    return [
        {
            "count": row["tries"],
            "label": (
                _("failed logins for %(name)s since %(time)s")
                if row["account"]
                else _("failed logins with names that no account has since %(time)s")
            )
            % {"name": row["account"], "time": time_in_words(row["since"])},
            "url": admin_url(FailedLogins, "changelist"),
            "trouble": True,
        }
        for row in FailedLogins.objects.today().by_account()
        if row["tries"] >= FAILED_LOGINS_SHOWN_FROM
    ]
