"""Mentions: another site says that it links to a page of ours; a job goes and looks, an editor decides.

The one who asks learns nothing: whether the page exists, whether the source answered, whether it was asked before.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fetch import FetchError, FetchRefused, TooSoon, UnreadableResponse, fetch, retry_after, web_urls
from core.http.throttle import allow
from core.jobs.tasks import Later, Priority, job

from ..models import Mention
from ..response_pages import forget_responses
from . import mention_targets, politeness, source_page

HOUR = 3600
MOST_IN_ALL = 600  # pings an hour; a good post brings dozens
MOST_PER_HOST = 30  # half of the minutes, so that no flood keeps us from asking that host for ourselves
MOST_PER_NETWORK = 120  # of senders: one alone does not use up what is for all
ASK_AGAIN = timedelta(minutes=10)
MOST_STRIKES = 3
# Between two strikes: for a page that we have never read, and for one that we have.
PATIENCE = {True: timedelta(hours=1), False: timedelta(days=2)}
ASK_NOW_AND_THEN = timedelta(days=30)
AT_ONCE = 20  # old mentions to look at in one hour
_PAGES = ("text/html", "application/xhtml+xml")
_PUT_AWAY = {Mention.Status.HIDDEN, Mention.Status.SPAM}


class MentionRefused(ValueError):
    """What the sender may hear of a source or a target that makes no sense."""


class NoTarget(MentionRefused):
    """Nothing, a draft, or a page that takes no mentions: the same for all three."""


class TooMany(MentionRefused):
    """From one host, or from all of them together."""


def receive(source: str, target: str, kind: str = Mention.Kind.PINGBACK, network: str = "") -> Mention:
    """Take note that ``source`` says it links to ``target``, and have it looked at; asked again, it is the same note.

    ``network`` is the sender's. Raises NotTaken, with words for the sender that tell nothing but what the public knows.
    """
    try:
        page = web_urls.parse(source)
    except web_urls.NotAWebURL:
        raise MentionRefused(_("The source is no address of a page on the web.")) from None
    obj = mention_targets.resolve(target)
    if obj is None or not getattr(obj, "mentions_open", True) or len(target) > 1000:
        raise NoTarget(_("The target is no page of this site that takes mentions."))
    # Our own links to our own pages are no news.
    if mention_targets.is_ours(source) or len(str(page)) > 2000:
        raise MentionRefused(_("The source must be a page of another site."))
    if not _in_measure(page.host, network):
        raise TooMany(_("Too many mentions at the moment; please try again in an hour."))
    with transaction.atomic():
        mention, is_new = Mention.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(obj),
            object_id=obj.pk,
            source_hash=Mention.hash_source(str(page)),
            defaults={"target_url": target.partition("#")[0], "source_url": str(page), "kind": kind},
        )
        if is_new:
            verify.enqueue(mention.pk)
            return mention
        look_again(mention)
        if mention.status == Mention.Status.FAILED:
            # Perhaps it was told with another spelling of our address than the one in its link.
            Mention.objects.filter(pk=mention.pk).update(target_url=target.partition("#")[0])
    return mention


def _in_measure(host, network) -> bool:
    return (
        allow("mention from network", network, MOST_PER_NETWORK, HOUR)
        and allow("mention", host, MOST_PER_HOST, HOUR)
        and allow("mention", "", MOST_IN_ALL, HOUR)
    )


@transaction.atomic
def look_again(mention: Mention) -> bool:
    """Have the other page fetched once more: at once, or at the end of the ten minutes after the last time.

    Return whether that was not planned already.
    """
    now, kept = timezone.now(), Mention.objects.filter(pk=mention.pk)
    if kept.filter(asked_at__lt=now - ASK_AGAIN).update(asked_at=now):
        verify.enqueue(mention.pk)
        return True
    # One that waits for its first visit is seen then as it is by then.
    seen = kept.exclude(status=Mention.Status.PENDING, strikes=0)
    last = seen.filter(asked_at__lte=now).values_list("asked_at", flat=True).first()
    if last is None or not kept.filter(asked_at=last).update(asked_at=last + ASK_AGAIN):
        return False
    verify.using(run_after=last + ASK_AGAIN).enqueue(mention.pk)
    return True


@job(Priority.MENTIONS, retries=2, title=gettext_lazy("Look whether another site links to us"))
def verify(mention_id: int) -> None:
    """Fetch the other page and keep what it says around its link; without one, the mention is not shown (any more)."""
    mention = Mention.objects.filter(pk=mention_id).first()
    if mention is None or mention.target is None or not mention.target.is_published:
        return
    try:
        answer = fetch(mention.source_url, types=_PAGES, may_visit=politeness.Visit())
    except TooSoon:
        raise Later(politeness.PAUSE) from None
    except (FetchRefused, UnreadableResponse):
        return _settle(mention, source_page.Reading(linked=False))
    except FetchError:
        return _strike(mention)
    if answer.status == 410:
        return _settle(mention, source_page.Reading(linked=False))
    if not 200 <= answer.status < 300:
        return _strike(mention, retry_after(answer))
    robots = answer.headers.get_all("X-Robots-Tag", [])
    ours = [mention.target_url, *mention_targets.addresses(mention.target)]
    return _settle(mention, source_page.read(answer.text(), answer.url, ours, robots))


@transaction.atomic
def _strike(mention, patience: float | None = None):
    """Count a visit in vain. A page that is gone says so (410); any other trouble may pass, so it is asked again."""
    kept = Mention.objects.select_for_update().get(pk=mention.pk)
    kept.strikes += 1
    if kept.strikes >= MOST_STRIKES:
        _fail(kept)
    else:
        wait = max(PATIENCE[kept.status == Mention.Status.PENDING], timedelta(seconds=patience or 0))
        verify.using(run_after=timezone.now() + wait).enqueue(kept.pk)
    kept.save(update_fields=["status", "strikes"])


def _fail(kept):
    """Take down what has no link. What a moderator put away stays there, or it would wait again with the link."""
    if kept.status == Mention.Status.APPROVED:
        forget_responses(kept.content_type_id, kept.object_id)
    if kept.status not in _PUT_AWAY:
        kept.status = Mention.Status.FAILED


def look_at_old_mentions() -> None:
    """Have pages that are shown here fetched again now and then, oldest first: the link may be gone.

    So are those that were never read, because our own page was at the desk when its mention was to be looked at.
    """
    month_ago, yesterday = timezone.now() - ASK_NOW_AND_THEN, timezone.now() - timedelta(days=1)
    shown = Mention.objects.public().filter(verified_at__lt=month_ago, asked_at__lt=month_ago)
    unread = Mention.objects.filter(status=Mention.Status.PENDING, asked_at__lt=yesterday)
    for mention in [*shown.order_by("verified_at")[:AT_ONCE], *unread.order_by("asked_at")[:AT_ONCE]]:
        look_again(mention)


def _settle(mention, reading):
    """Write down what was found. Words that changed since an editor approved them wait for an editor again."""
    shown = {"title": reading.title, "author": reading.author, "excerpt": reading.excerpt}
    if reading.unlisted:
        shown = dict.fromkeys(shown, "")
    shown["relation"] = reading.relation
    with transaction.atomic():
        kept = Mention.objects.select_for_update().get(pk=mention.pk)
        if not reading.linked:
            _fail(kept)
            kept.save(update_fields=["status"])
            return
        unchanged = all(getattr(kept, name) == value for name, value in shown.items())
        if kept.status == Mention.Status.APPROVED and not unchanged:
            forget_responses(kept.content_type_id, kept.object_id)
        if kept.status not in _PUT_AWAY and not (kept.status == Mention.Status.APPROVED and unchanged):
            kept.status = Mention.Status.VERIFIED
        kept.verified_at, kept.strikes = timezone.now(), 0
        for name, value in shown.items():
            setattr(kept, name, value)
        kept.save(update_fields=["status", "strikes", "verified_at", *shown])
